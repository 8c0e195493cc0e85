import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/** A client: its bytes in, cut into requests, and the replies not sent yet. */
final class Connection {
	private static final int REPLY_BYTES = 16; // id, sum

	private final SocketChannel socket;
	private final SelectionKey key;
	private final ByteBuffer received = little(64 * Request.BYTES);
	private final Queue<ByteBuffer> replies = new ArrayDeque<>();

	Connection(SocketChannel socket, SelectionKey key) {
		this.socket = socket;
		this.key = key;
	}

	private static ByteBuffer little(int bytes) {
		return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	void isReady(Server server) throws IOException {
		try {
			if (key.isReadable())
				receive(server);
			if (key.isValid() && key.isWritable())
				send();
		} catch (IOException e) {
			close();
		}
	}

	private void receive(Server server) throws IOException {
		if (socket.read(received) < 0) {
			close();
			return;
		}
		received.flip();
		while (received.remaining() >= Request.BYTES && socket.isOpen())
			server.take(this, Request.from(received));
		received.compact();
	}

	void reply(long id, long sum) throws IOException {
		replies.add(little(REPLY_BYTES).putLong(id).putLong(sum).flip());
		if (socket.isOpen())
			send();
	}

	private void send() throws IOException {
		while (!replies.isEmpty()) {
			socket.write(replies.peek());
			if (replies.peek().hasRemaining())
				break;
			replies.remove();
		}
		key.interestOps(SelectionKey.OP_READ
				| (replies.isEmpty() ? 0 : SelectionKey.OP_WRITE));
	}

	void close() throws IOException {
		socket.close();
	}
}
