import java.nio.ByteBuffer;

/** What every answer is: the sum of every 512th byte. */
final class Sum {
	private static final int STRIDE = 512;

	static long of(ByteBuffer bytes, int offset, int length) {
		long sum = 0;

		for (int at = 0; at < length; at += STRIDE)
			sum += Byte.toUnsignedInt(bytes.get(offset + at));
		return sum;
	}
}
