import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The cure: reads that wait in threads, and whose replies the loop sends. */
final class FileReader {
	private static final int THREADS = 8;

	private record Done(Connection connection, long id, long sum) {
	}

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
	private final Queue<Done> done = new ConcurrentLinkedQueue<>();
	private final Selector selector;

	FileReader(Selector selector) {
		this.selector = selector;
	}

	private static ByteBuffer readFully(FileChannel file, long offset, int length)
			throws IOException {
		ByteBuffer bytes = ByteBuffer.allocateDirect(length);

		while (bytes.hasRemaining()) {
			if (file.read(bytes, offset + bytes.position()) < 0)
				throw new IOException("the file was cut");
		}
		return bytes;
	}

	void read(FileChannel file, Connection connection, Request request) {
		threads.execute(() -> {
			try {
				ByteBuffer bytes = readFully(file, request.offset(),
						request.length());
				done.add(new Done(connection, request.id(),
						Sum.of(bytes, 0, request.length())));
				selector.wakeup();
			} catch (IOException e) {
				throw new UncheckedIOException(e);
			}
		});
	}

	/** In the loop: sockets and selection keys are its own. */
	void replyWhatWasRead() throws IOException {
		for (Done one = done.poll(); one != null; one = done.poll())
			one.connection().reply(one.id(), one.sum());
	}
}
