//! reference CONFIGURATION FILE...: sums every 512th byte of the files, at once
//! or one after the other, and prints how long that took. One process, one
//! measurement: whether it is cold or warm is its caller's business.

use memmap2::Mmap;
use servers::sum_bytes;
use std::error::Error;
use std::fs::File;
use std::io::{self, Read};
use std::process::exit;
use std::thread;
use std::time::Instant;
use tokio::io::AsyncReadExt;
use tokio::{runtime, task};

/// What one read asks for; a multiple of the stride of the sum.
const READ_BYTES: usize = 64 << 10;

fn sum_mapped(path: &str) -> io::Result<u64> {
    // Nobody writes to these files.
    Ok(sum_bytes(&unsafe { Mmap::map(&File::open(path)?)? }))
}

/// Reads until BYTES are full or the file ends, so that strides stay in step.
fn fill(file: &mut File, bytes: &mut [u8]) -> io::Result<usize> {
    let mut len = 0;
    while len < bytes.len() {
        match file.read(&mut bytes[len..])? {
            0 => break,
            more => len += more,
        }
    }
    Ok(len)
}

fn sum_read(path: &str) -> io::Result<u64> {
    let mut file = File::open(path)?;
    let mut bytes = vec![0; READ_BYTES];
    let mut sum = 0;
    loop {
        match fill(&mut file, &mut bytes)? {
            0 => return Ok(sum),
            len => sum += sum_bytes(&bytes[..len]),
        }
    }
}

/// The same, where a read is awaited. The runtime reads in a thread of its pool.
async fn sum_read_async(path: &str) -> io::Result<u64> {
    let mut file = tokio::fs::File::open(path).await?;
    let mut bytes = vec![0; READ_BYTES];
    let mut sum = 0;
    loop {
        let mut len = 0;
        while len < bytes.len() {
            match file.read(&mut bytes[len..]).await? {
                0 => break,
                more => len += more,
            }
        }
        if len == 0 {
            return Ok(sum);
        }
        sum += sum_bytes(&bytes[..len]);
    }
}

/// A task a file, on one loop without a driver: it waits for tasks only.
fn on_a_loop(paths: &[String], is_mapped: bool) -> io::Result<u64> {
    let scan = |path: String| async move {
        if is_mapped {
            sum_mapped(&path)
        } else {
            sum_read_async(&path).await
        }
    };
    runtime::Builder::new_current_thread()
        .build()?
        .block_on(async {
            let tasks: Vec<_> = paths
                .iter()
                .cloned()
                .map(|path| task::spawn(scan(path)))
                .collect();
            let mut sum = 0;
            for task in tasks {
                sum += task.await.expect("a task does not panic")?;
            }
            Ok(sum)
        })
}

type Scan = fn(&str) -> io::Result<u64>;

fn on_threads(paths: &[String], scan: Scan) -> io::Result<u64> {
    let threads: Vec<_> = paths
        .iter()
        .cloned()
        .map(|path| thread::spawn(move || scan(&path)))
        .collect();
    threads
        .into_iter()
        .map(|thread| thread.join().expect("a thread does not panic"))
        .sum()
}

fn in_order(paths: &[String], scan: Scan) -> io::Result<u64> {
    paths.iter().map(|path| scan(path)).sum()
}

type Run = fn(&[String]) -> io::Result<u64>;

const CONFIGURATIONS: [(&str, Run); 6] = [
    ("async-mmap", |paths| on_a_loop(paths, true)),
    ("async-read", |paths| on_a_loop(paths, false)),
    ("threads-mmap", |paths| on_threads(paths, sum_mapped)),
    ("threads-read", |paths| on_threads(paths, sum_read)),
    ("one-mmap", |paths| in_order(paths, sum_mapped)),
    ("one-read", |paths| in_order(paths, sum_read)),
];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let wanted = args.first().map_or("", String::as_str);
    let found = CONFIGURATIONS.iter().find(|(name, _)| *name == wanted);
    let (_, run) = found.unwrap_or_else(|| {
        let names: Vec<_> = CONFIGURATIONS.iter().map(|(name, _)| *name).collect();
        eprintln!("usage: reference {} FILE...", names.join("|"));
        exit(1);
    });
    let begin = Instant::now();
    let sum = run(&args[1..])?;
    println!("seconds {:.6} sum {}", begin.elapsed().as_secs_f64(), sum);
    Ok(())
}
