//! server [--cure] FILE...: answers from mapped files (docs/servers.md).

use memmap2::Mmap;
use servers::sum_bytes;
use std::error::Error;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime;
use tokio::signal::unix::{signal, SignalKind};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task;

const REQUEST_BYTES: usize = 24;
const REPLY_BYTES: usize = 16;

struct Request {
    id: u64,
    offset: u64,
    file: usize,
    length: usize,
}

impl Request {
    fn from(bytes: &[u8; REQUEST_BYTES]) -> Request {
        let word = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
        let last = word(16);
        Request {
            id: word(0),
            offset: word(8),
            file: last as u32 as usize,
            length: (last >> 32) as usize,
        }
    }
}

/// A file that is served.
struct Served {
    file: File,
    size: u64,
    map: Option<Mmap>, // none: it is read, in another thread
}

impl Served {
    fn open(path: &str, is_cured: bool) -> io::Result<Served> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        // Nobody writes to these files.
        let map = if is_cured {
            None
        } else {
            Some(unsafe { Mmap::map(&file)? })
        };
        Ok(Served { file, size, map })
    }

    fn holds(&self, request: &Request) -> bool {
        let end = request.offset.checked_add(request.length as u64);
        end.map_or(false, |end| end <= self.size)
    }
}

/// The hazard: an index that reads a disk, in the loop.
#[inline(never)]
fn handle_request(map: &[u8], request: &Request) -> u64 {
    let from = request.offset as usize;
    sum_bytes(&map[from..from + request.length])
}

/// The cure: a read that waits in a thread of the runtime's pool.
fn read_request(served: &Served, request: &Request) -> u64 {
    let mut bytes = vec![0; request.length];
    served
        .file
        .read_exact_at(&mut bytes, request.offset)
        .expect("the file can be read");
    sum_bytes(&bytes)
}

type Reply = (u64, u64); // id, sum

/// False: there are no such bytes.
fn take(files: &Arc<Vec<Served>>, request: Request, replies: &UnboundedSender<Reply>) -> bool {
    // A client that does not wait for its replies loses them.
    let reply = |id, sum| drop(replies.send((id, sum)));
    if request.length == 0 {
        reply(request.id, 0);
        return true;
    }
    let served = match files.get(request.file) {
        Some(served) if served.holds(&request) => served,
        _ => return false,
    };
    if let Some(map) = &served.map {
        reply(request.id, handle_request(map, &request));
        return true;
    }
    let (files, replies) = (files.clone(), replies.clone());
    task::spawn_blocking(move || {
        let sum = read_request(&files[request.file], &request);
        drop(replies.send((request.id, sum)));
    });
    true
}

async fn send(mut socket: OwnedWriteHalf, mut replies: UnboundedReceiver<Reply>) {
    while let Some((id, sum)) = replies.recv().await {
        let mut bytes = [0; REPLY_BYTES];
        bytes[..8].copy_from_slice(&id.to_le_bytes());
        bytes[8..].copy_from_slice(&sum.to_le_bytes());
        if socket.write_all(&bytes).await.is_err() {
            break;
        }
    }
}

async fn receive(socket: OwnedReadHalf, files: Arc<Vec<Served>>, replies: UnboundedSender<Reply>) {
    let mut socket = BufReader::new(socket);
    let mut bytes = [0; REQUEST_BYTES];
    while socket.read_exact(&mut bytes).await.is_ok() {
        if !take(&files, Request::from(&bytes), &replies) {
            break;
        }
    }
}

/// Both halves, until one of them ends.
async fn connection(socket: TcpStream, files: Arc<Vec<Served>>) {
    let (from, to) = socket.into_split();
    let (sender, receiver) = mpsc::unbounded_channel();
    let sending = task::spawn(send(to, receiver));
    receive(from, files, sender).await;
    drop(sending.await);
}

async fn accept(listener: TcpListener, files: Arc<Vec<Served>>) -> io::Result<()> {
    loop {
        let (socket, _) = listener.accept().await?;
        socket.set_nodelay(true)?;
        task::spawn(connection(socket, files.clone()));
    }
}

async fn serve(files: Vec<Served>) -> io::Result<()> {
    let mut over = signal(SignalKind::terminate())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("port {}", listener.local_addr()?.port());
    let accepting = task::spawn(accept(listener, Arc::new(files)));
    over.recv().await;
    accepting.abort();
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let is_cured = paths.first().map_or(false, |first| first == "--cure");
    paths.drain(..usize::from(is_cured));
    let files = paths
        .iter()
        .map(|path| Served::open(path, is_cured))
        .collect::<io::Result<_>>()?;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve(files))?;
    Ok(())
}
