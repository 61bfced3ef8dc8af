//! The C side: SQLite's VFS and file methods, each a few lines over [`super::disk::State`].
#![allow(unsafe_code)]

use super::{
    Disk, VFS,
    disk::{By, Lock, Off, Part},
};
use rusqlite::ffi;
use std::{
    ffi::{CStr, CString, c_char, c_int, c_void},
    io, mem,
    path::Path,
    ptr, slice,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{Ordering, fence},
    },
};

/// What SQLite holds of an open file. It allocates `szOsFile` bytes and hands them to every method.
#[repr(C)]
struct OpenFile {
    base: ffi::sqlite3_file,
    handle: *mut Handle,
}

struct Handle {
    disk: Disk,
    /// Tells this handle's locks from others'.
    id: u64,
    /// The process that opened it.
    run: u64,
    file: u64,
    /// Empty for a temporary file.
    name: String,
    part: Option<Part>,
    delete_on_close: bool,
    /// Whether its first sync also syncs its folder: as SQLite's own VFS for Unix does for every journal and WAL it may
    /// have made, whether or not it did.
    syncs_folder: bool,
    shared_memory: Option<Arc<SharedMemory>>,
}

impl Handle {
    fn by(&self) -> By {
        By { run: self.run, file: self.file, part: self.part }
    }
}

/// The WAL index all connections of one database share, with its eight locks.
pub(super) struct SharedMemory(Mutex<Regions>);

struct Regions {
    /// Of `u64`, for their alignment. SQLite holds pointers into them: a region never moves or shrinks.
    regions: Vec<Box<[u64]>>,
    locks: [ShmLock; ffi::SQLITE_SHM_NLOCK as usize],
}

#[derive(Clone, Default)]
struct ShmLock {
    readers: Vec<u64>,
    writer: Option<u64>,
}

/// Registers the VFS, once.
pub(super) fn register() -> io::Result<()> {
    static REGISTERED: OnceLock<c_int> = OnceLock::new();
    // SAFETY: the VFS and its name are leaked, so they live as long as SQLite may use them; the default VFS, to
    // which sleep, randomness and time are passed on, lives as long as SQLite does.
    let code = *REGISTERED.get_or_init(|| unsafe {
        let code = ffi::sqlite3_initialize();
        if code != ffi::SQLITE_OK {
            return code;
        }
        let default = ffi::sqlite3_vfs_find(ptr::null());
        let Ok(name) = CString::new(VFS) else { return ffi::SQLITE_MISUSE };
        if default.is_null() {
            return ffi::SQLITE_MISUSE;
        }
        let vfs = ffi::sqlite3_vfs {
            iVersion: 2,
            szOsFile: mem::size_of::<OpenFile>() as c_int,
            mxPathname: 1024,
            pNext: ptr::null_mut(),
            zName: name.into_raw(),
            pAppData: default.cast(),
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_pathname),
            xDlOpen: None,
            xDlError: None,
            xDlSym: None,
            xDlClose: None,
            xRandomness: (*default).xRandomness,
            xSleep: (*default).xSleep,
            xCurrentTime: (*default).xCurrentTime,
            xGetLastError: Some(last_error),
            xCurrentTimeInt64: (*default).xCurrentTimeInt64,
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        };
        ffi::sqlite3_vfs_register(Box::into_raw(Box::new(vfs)), 0)
    });
    if code == ffi::SQLITE_OK {
        Ok(())
    } else {
        Err(io::Error::other(format!("SQLite refused the VFS: {code}")))
    }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

fn code(done: Result<(), Off>, failure: c_int) -> c_int {
    if done.is_ok() { ffi::SQLITE_OK } else { failure }
}

/// The text of a C string; `None` when there is none or it isn't UTF-8.
///
/// # Safety
/// `text` is null or ends with a zero byte and lives as long as what is returned.
unsafe fn text<'a>(text: *const c_char) -> Option<&'a str> {
    if text.is_null() { None } else { unsafe { CStr::from_ptr(text) }.to_str().ok() }
}

/// The handle behind an open file.
///
/// # Safety
/// `file` was filled by [`open`] and not yet closed. SQLite calls a file's methods one at a time.
unsafe fn handle<'a>(file: *mut ffi::sqlite3_file) -> &'a mut Handle {
    unsafe { &mut *(*file.cast::<OpenFile>()).handle }
}

unsafe extern "C" fn open(
    _vfs: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    let out = file.cast::<OpenFile>();
    // SAFETY: SQLite gives `szOsFile` writable bytes; null methods tell it that there is nothing to close.
    unsafe { (*out).base.pMethods = ptr::null() };
    let opened = match unsafe { text(path) } {
        Some(path) => open_named(Path::new(path), flags),
        None => open_nameless(),
    };
    match opened {
        Ok(handle) => unsafe {
            (*out).handle = Box::into_raw(Box::new(handle));
            (*out).base.pMethods = &METHODS;
            if !out_flags.is_null() {
                *out_flags = flags;
            }
            ffi::SQLITE_OK
        },
        Err(code) => code,
    }
}

fn open_named(path: &Path, flags: c_int) -> Result<Handle, c_int> {
    let (disk, name) = Disk::of(path).ok_or(ffi::SQLITE_CANTOPEN)?;
    let part = part(&name);
    let mut state = disk.state();
    let run = state.run;
    state.on(run).map_err(|_| ffi::SQLITE_IOERR)?;
    let file = match state.find(&name) {
        Some(_) if flags & ffi::SQLITE_OPEN_EXCLUSIVE != 0 => return Err(ffi::SQLITE_CANTOPEN),
        Some(file) => file,
        None if flags & ffi::SQLITE_OPEN_CREATE != 0 => {
            state.create(run, &name, part).map_err(|_| ffi::SQLITE_IOERR)?
        }
        None => return Err(ffi::SQLITE_CANTOPEN),
    };
    let id = state.number();
    drop(state);
    let delete_on_close = flags & ffi::SQLITE_OPEN_DELETEONCLOSE != 0;
    let syncs_folder = flags & ffi::SQLITE_OPEN_CREATE != 0 && part != Part::Database;
    Ok(Handle {
        disk,
        id,
        run,
        file,
        name,
        part: Some(part),
        delete_on_close,
        syncs_folder,
        shared_memory: None,
    })
}

/// SQLite's temporary files have no name and no folder, hence no disk: each gets one of its own, that never fails.
fn open_nameless() -> Result<Handle, c_int> {
    let disk = Disk::nowhere();
    let (file, id, run) = {
        let mut state = disk.state();
        (state.create_nameless().map_err(|_| ffi::SQLITE_IOERR)?, state.number(), state.run)
    };
    Ok(Handle {
        disk,
        id,
        run,
        file,
        name: String::new(),
        part: None,
        delete_on_close: false,
        syncs_folder: false,
        shared_memory: None,
    })
}

fn part(name: &str) -> Part {
    if name.ends_with("-wal") {
        Part::Wal
    } else if name.ends_with("-journal") {
        Part::Journal
    } else {
        Part::Database
    }
}

unsafe extern "C" fn delete(_vfs: *mut ffi::sqlite3_vfs, path: *const c_char, sync_folder: c_int) -> c_int {
    let Some((disk, name)) = unsafe { text(path) }.and_then(|path| Disk::of(Path::new(path))) else {
        return ffi::SQLITE_IOERR_DELETE;
    };
    let mut state = disk.state();
    let run = state.run;
    if state.on(run).is_ok() && state.find(&name).is_none() {
        return ffi::SQLITE_IOERR_DELETE_NOENT;
    }
    code(state.delete(run, &name, part(&name), sync_folder != 0), ffi::SQLITE_IOERR_DELETE)
}

unsafe extern "C" fn access(
    _vfs: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let Some((disk, name)) = unsafe { text(path) }.and_then(|path| Disk::of(Path::new(path))) else {
        unsafe { *out = 0 };
        return ffi::SQLITE_OK;
    };
    let mut state = disk.state();
    if state.on(state.run).is_err() {
        return ffi::SQLITE_IOERR_ACCESS;
    }
    // As on Unix, an empty file doesn't count when SQLite asks whether there is one.
    let found = state.find(&name).and_then(|file| state.files.get(&file));
    let there = found.is_some_and(|file| flags != ffi::SQLITE_ACCESS_EXISTS || !file.now.is_empty());
    unsafe { *out = c_int::from(there) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_pathname(
    _vfs: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    let bytes = unsafe { CStr::from_ptr(path) }.to_bytes_with_nul();
    if bytes.len() > room as usize {
        return ffi::SQLITE_CANTOPEN;
    }
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), out.cast(), bytes.len()) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn last_error(_vfs: *mut ffi::sqlite3_vfs, _room: c_int, _out: *mut c_char) -> c_int {
    0
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    unsafe { shm_unmap(file, 0) };
    // SAFETY: SQLite closes a file once; the box is the one `open` made.
    let handle = unsafe { Box::from_raw((*file.cast::<OpenFile>()).handle) };
    let mut state = handle.disk.state();
    if let Some(file) = state.files.get_mut(&handle.file) {
        file.unlock(handle.id, Lock::None);
    }
    if let (true, Some(part)) = (handle.delete_on_close && state.on(handle.run).is_ok(), handle.part) {
        return code(state.delete(handle.run, &handle.name, part, false), ffi::SQLITE_IOERR_DELETE);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, out: *mut c_void, amount: c_int, at: i64) -> c_int {
    let handle = unsafe { handle(file) };
    // SAFETY: SQLite gives `amount` writable bytes.
    let out = unsafe { slice::from_raw_parts_mut(out.cast::<u8>(), amount as usize) };
    let state = handle.disk.state();
    if state.on(handle.run).is_err() {
        return ffi::SQLITE_IOERR_READ;
    }
    let Some(file) = state.files.get(&handle.file) else { return ffi::SQLITE_IOERR_READ };
    let there = file.now.get(at as usize..).unwrap_or_default();
    let length = there.len().min(out.len());
    out[..length].copy_from_slice(&there[..length]);
    out[length..].fill(0);
    if length < out.len() { ffi::SQLITE_IOERR_SHORT_READ } else { ffi::SQLITE_OK }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    amount: c_int,
    at: i64,
) -> c_int {
    let handle = unsafe { handle(file) };
    // SAFETY: SQLite gives `amount` readable bytes.
    let bytes = unsafe { slice::from_raw_parts(from.cast::<u8>(), amount as usize) };
    code(handle.disk.state().write(handle.by(), at as usize, bytes), ffi::SQLITE_IOERR_WRITE)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: i64) -> c_int {
    let handle = unsafe { handle(file) };
    code(handle.disk.state().truncate(handle.by(), length as usize), ffi::SQLITE_IOERR_TRUNCATE)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    let handle = unsafe { handle(file) };
    let Some(part) = handle.part else { return ffi::SQLITE_OK };
    let mut state = handle.disk.state();
    let mut done = state.sync(handle.run, handle.file, part);
    if done.is_ok() && handle.syncs_folder {
        done = state.sync_folder(handle.run, &handle.name, part);
        handle.syncs_folder = done.is_err();
    }
    code(done, ffi::SQLITE_IOERR_FSYNC)
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, out: *mut i64) -> c_int {
    let handle = unsafe { handle(file) };
    let state = handle.disk.state();
    if state.on(handle.run).is_err() {
        return ffi::SQLITE_IOERR_FSTAT;
    }
    unsafe { *out = state.files.get(&handle.file).map_or(0, |file| file.now.len() as i64) };
    ffi::SQLITE_OK
}

fn level(lock: c_int) -> Lock {
    match lock {
        ffi::SQLITE_LOCK_NONE => Lock::None,
        ffi::SQLITE_LOCK_SHARED => Lock::Shared,
        ffi::SQLITE_LOCK_RESERVED => Lock::Reserved,
        ffi::SQLITE_LOCK_PENDING => Lock::Pending,
        _ => Lock::Exclusive,
    }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, want: c_int) -> c_int {
    let handle = unsafe { handle(file) };
    let mut state = handle.disk.state();
    if state.on(handle.run).is_err() {
        return ffi::SQLITE_IOERR_LOCK;
    }
    let locked = state.files.get_mut(&handle.file).is_some_and(|file| file.lock(handle.id, level(want)));
    if locked { ffi::SQLITE_OK } else { ffi::SQLITE_BUSY }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, down_to: c_int) -> c_int {
    let handle = unsafe { handle(file) };
    if let Some(file) = handle.disk.state().files.get_mut(&handle.file) {
        file.unlock(handle.id, level(down_to));
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    let handle = unsafe { handle(file) };
    let state = handle.disk.state();
    unsafe { *out = c_int::from(state.files.get(&handle.file).is_some_and(|file| file.is_reserved())) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(_file: *mut ffi::sqlite3_file, _op: c_int, _arg: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(file: *mut ffi::sqlite3_file) -> c_int {
    unsafe { handle(file) }.disk.state().device.sector as c_int
}

unsafe extern "C" fn device_characteristics(file: *mut ffi::sqlite3_file) -> c_int {
    if unsafe { handle(file) }.disk.state().device.spares_neighbours {
        ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
    } else {
        0
    }
}

impl SharedMemory {
    fn regions(&self) -> std::sync::MutexGuard<'_, Regions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let handle = unsafe { handle(file) };
    unsafe { *out = ptr::null_mut() };
    let mut state = handle.disk.state();
    if state.on(handle.run).is_err() {
        return ffi::SQLITE_IOERR_SHMMAP;
    }
    let Some(file) = state.files.get_mut(&handle.file) else { return ffi::SQLITE_IOERR_SHMMAP };
    let empty =
        || Arc::new(SharedMemory(Mutex::new(Regions { regions: Vec::new(), locks: Default::default() })));
    let shared = file.shared_memory.get_or_insert_with(empty);
    let shared = handle.shared_memory.get_or_insert_with(|| Arc::clone(shared));
    let mut regions = shared.regions();
    while extend != 0 && regions.regions.len() <= region as usize {
        regions.regions.push(vec![0; size as usize / 8].into_boxed_slice());
    }
    if let Some(region) = regions.regions.get_mut(region as usize) {
        unsafe { *out = region.as_mut_ptr().cast() };
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, offset: c_int, n: c_int, flags: c_int) -> c_int {
    let handle = unsafe { handle(file) };
    let unlocking = flags & ffi::SQLITE_SHM_UNLOCK != 0;
    if !unlocking && handle.disk.state().on(handle.run).is_err() {
        return ffi::SQLITE_IOERR_SHMLOCK;
    }
    let Some(shared) = &handle.shared_memory else { return ffi::SQLITE_IOERR_SHMLOCK };
    let (me, exclusive) = (handle.id, flags & ffi::SQLITE_SHM_EXCLUSIVE != 0);
    let mut regions = shared.regions();
    let Some(slots) = regions.locks.get_mut(offset as usize..(offset + n) as usize) else {
        return ffi::SQLITE_IOERR_SHMLOCK;
    };
    if unlocking {
        slots.iter_mut().for_each(|slot| slot.give_back(me));
        return ffi::SQLITE_OK;
    }
    let free = |slot: &ShmLock| {
        let no_writer = slot.writer.is_none_or(|writer| writer == me);
        no_writer && (!exclusive || slot.readers.iter().all(|reader| *reader == me))
    };
    if !slots.iter().all(free) {
        return ffi::SQLITE_BUSY;
    }
    for slot in slots {
        if exclusive {
            slot.writer = Some(me);
        } else if !slot.readers.contains(&me) {
            slot.readers.push(me);
        }
    }
    ffi::SQLITE_OK
}

impl ShmLock {
    fn give_back(&mut self, handle: u64) {
        self.readers.retain(|reader| *reader != handle);
        if self.writer == Some(handle) {
            self.writer = None;
        }
    }
}

unsafe extern "C" fn shm_barrier(_file: *mut ffi::sqlite3_file) {
    fence(Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, _delete: c_int) -> c_int {
    let handle = unsafe { handle(file) };
    let Some(shared) = handle.shared_memory.take() else { return ffi::SQLITE_OK };
    shared.regions().locks.iter_mut().for_each(|slot| slot.give_back(handle.id));
    let mut state = handle.disk.state();
    drop(shared);
    if let Some(file) = state.files.get_mut(&handle.file) {
        // The last to leave takes the index with it; it is made anew from the WAL.
        file.shared_memory.take_if(|shared| Arc::strong_count(shared) == 1);
    }
    ffi::SQLITE_OK
}
