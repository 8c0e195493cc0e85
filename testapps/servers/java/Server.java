import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Server [--cure] FILE...: answers from mapped files (docs/servers.md). */
final class Server {
	private final List<FileChannel> files = new ArrayList<>();
	private final List<MappedByteBuffer> maps = new ArrayList<>();
	private final FileReader reader; // null: the hazard
	private final Selector selector = Selector.open();

	private Server(List<String> paths, boolean isCured) throws IOException {
		for (String path : paths) {
			FileChannel file = FileChannel.open(Path.of(path));
			files.add(file);
			if (!isCured)
				maps.add(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()));
		}
		reader = isCured ? new FileReader(selector) : null;
	}

	/** The hazard: an index that reads a disk, in the loop. */
	private void handleRequest(Connection connection, Request request)
			throws IOException {
		connection.reply(request.id(), Sum.of(maps.get(request.file()),
				(int) request.offset(), request.length()));
	}

	void take(Connection connection, Request request) throws IOException {
		if (request.length() == 0)
			connection.reply(request.id(), 0);
		else if (!request.isWithin(files))
			connection.close();
		else if (reader == null)
			handleRequest(connection, request);
		else
			reader.read(files.get(request.file()), connection, request);
	}

	private void accept(ServerSocketChannel listener) throws IOException {
		SocketChannel socket = listener.accept();
		socket.configureBlocking(false);
		socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
		SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
		key.attach(new Connection(socket, key));
	}

	private void dispatch(SelectionKey key) {
		try {
			if (key.isAcceptable())
				accept((ServerSocketChannel) key.channel());
			else
				((Connection) key.attachment()).isReady(this);
		} catch (IOException e) {
			key.cancel(); // the client went away
		}
	}

	private void serve() {
		try {
			listen();
			for (;;) {
				selector.select(this::dispatch);
				if (reader != null)
					reader.replyWhatWasRead();
			}
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private void listen() throws IOException {
		ServerSocketChannel listener = ServerSocketChannel.open();
		listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		listener.configureBlocking(false);
		listener.register(selector, SelectionKey.OP_ACCEPT);
		System.out.println("port " + listener.socket().getLocalPort());
	}

	public static void main(String[] args) throws IOException {
		boolean isCured = args.length > 0 && args[0].equals("--cure");
		List<String> paths = List.of(args).subList(isCured ? 1 : 0, args.length);
		// SIGTERM is how a server is told to end, and no failure.
		Runtime.getRuntime().addShutdownHook(
				new Thread(() -> Runtime.getRuntime().halt(0)));
		new Thread(new Server(paths, isCured)::serve, "loop").start();
	}
}
