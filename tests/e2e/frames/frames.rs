// frames FILE: touches cold pages of FILE through a trait and a closure, and
// prints the names it is called through.
use std::hint::black_box;
use std::os::fd::AsRawFd;

extern "C" {
    fn mmap(at: *mut u8, len: usize, prot: i32, flags: i32, fd: i32, offset: i64) -> *const u8;
}

trait Store {
    fn get(&self, page: usize) -> u8;
}

struct Mapped {
    bytes: *const u8,
}

impl Store for Mapped {
    #[inline(never)]
    fn get(&self, page: usize) -> u8 {
        black_box(unsafe { std::ptr::read_volatile(self.bytes.add(page * 4096)) })
    }
}

#[inline(never)]
fn on_request(store: &dyn Store) -> u8 {
    black_box(store.get(black_box(8))) + 1
}

fn main() {
    let path = std::env::args().nth(1).expect("which file?");
    let file = std::fs::File::open(path).expect("it can be read");
    let bytes = unsafe { mmap(std::ptr::null_mut(), 1 << 20, 1, 1, file.as_raw_fd(), 0) };
    println!("frames::main;frames::on_request;<frames::Mapped as frames::Store>::get");
    black_box(on_request(black_box(&Mapped { bytes })));
}
