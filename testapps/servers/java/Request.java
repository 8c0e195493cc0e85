import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** What a client asks for: 24 bytes, little endian. */
record Request(long id, long offset, int file, int length) {
	static final int BYTES = 24;

	static Request from(ByteBuffer bytes) {
		return new Request(bytes.getLong(), bytes.getLong(),
				bytes.getInt(), bytes.getInt());
	}

	/** Numbers too large for a buffer of Java's are negative here. */
	boolean isWithin(List<FileChannel> files) throws IOException {
		return file >= 0 && file < files.size() && offset >= 0 && length >= 0
				&& length <= files.get(file).size() - offset;
	}
}
