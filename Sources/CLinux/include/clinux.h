// What Swift's Glibc module leaves out because it is variadic, a macro, or GNU's own. (Defining _GNU_SOURCE here
// would change the shape of types that Glibc's module shares with us, so what needs it is declared by hand.)
// Header-only: each function is one system call under its own name. Errors come back as in C: -1 and errno.
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <unistd.h>

/// openat(2) with all its arguments.
static inline int clinux_openat(int folder, const char *path, int flags, mode_t mode) {
    return openat(folder, path, flags | O_CLOEXEC, mode);
}

/// openat2(2) with RESOLVE_CACHED: a descriptor that stands for a name below `folder`, from memory alone. EAGAIN where the
/// disk would have to be asked.
static inline int clinux_open_cached(int folder, const char *path, int flags) {
    struct open_how how = {
        .flags = (unsigned)flags | O_NOFOLLOW | O_CLOEXEC,
        .resolve = RESOLVE_CACHED | RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV,
    };
    return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

/// preadv2(2) with RWF_NOWAIT: bytes from memory alone, fewer than asked for where the disk would have to be asked.
static inline long clinux_read_cached(int file, void *buffer, size_t length, long long offset) {
    struct {
        void *base;
        size_t length;
    } target = {buffer, length};  // struct iovec, linux/uio.h
    // The offset is given in two halves, of which this one holds all where a long has 64 bits.
    return syscall(SYS_preadv2, file, &target, 1, offset, 0, RWF_NOWAIT);
}

/// renameat2(2) with RENAME_NOREPLACE: fails with EEXIST where the new name is taken.
static inline int clinux_rename_noreplace(int from_folder, const char *from, int to_folder, const char *to) {
    return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, RENAME_NOREPLACE);
}

/// getdents64(2): how many bytes of directory entries were written, 0 at the end.
static inline long clinux_getdents64(int folder, void *buffer, unsigned int length) {
    return syscall(SYS_getdents64, folder, buffer, length);
}

/// pipe2(2) with O_CLOEXEC: ends[0] is read from, ends[1] is written to.
static inline int clinux_pipe(int ends[2]) {
    return (int)syscall(SYS_pipe2, ends, O_CLOEXEC);
}

/// splice(2): moves bytes into or out of a pipe without a copy. `from_offset` is NULL where `from` is a pipe too.
static inline long clinux_splice(int from, long long *from_offset, int to, size_t length, int nonblocking) {
    unsigned int flags = 1 /* SPLICE_F_MOVE, linux/splice.h */ | (nonblocking ? 2 /* SPLICE_F_NONBLOCK */ : 0);
    return syscall(SYS_splice, from, from_offset, to, NULL, length, flags);
}

/// fcntl(2) F_SETPIPE_SZ: asks for a larger pipe; harmless where the descriptor is no pipe.
static inline int clinux_set_pipe_size(int descriptor, int bytes) {
    return fcntl(descriptor, 1031 /* F_SETPIPE_SZ, linux/fcntl.h */, bytes);
}

/// fcntl(2) F_SETFL with one flag added or taken away.
static inline int clinux_set_flag(int descriptor, int flag, int on) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0) return -1;
    return fcntl(descriptor, F_SETFL, on ? flags | flag : flags & ~flag);
}

/// O_DIRECT, open(2), which glibc hides behind _GNU_SOURCE; aarch64 has a number of its own.
#if defined(__aarch64__)
static const int clinux_direct = 0200000;
#else
static const int clinux_direct = 040000;
#endif

/// getsockopt(2) SO_PEERCRED: who is at the other end of a unix socket, as the kernel knows it.
static inline int clinux_peer(int socket, pid_t *pid, uid_t *uid, gid_t *gid) {
    struct { pid_t pid; uid_t uid; gid_t gid; } who;  // struct ucred, unix(7)
    socklen_t length = sizeof who;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &length) != 0) return -1;
    *pid = who.pid;
    *uid = who.uid;
    *gid = who.gid;
    return 0;
}

/// pidfd_open(2): a descriptor of a process that no other process can take over; it is readable once that has ended.
static inline int clinux_pidfd_open(pid_t pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

/// pidfd_send_signal(2).
static inline int clinux_pidfd_signal(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

/// socket(2) for a unix stream that does not block.
static inline int clinux_unix_socket(void) {
    return socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

/// The address of a unix socket, unix(7): 0, or -1 with ENAMETOOLONG.
static inline int clinux_unix_address(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (length >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address->sun_path, path, length);
    return 0;
}

/// connect(2) to the unix socket at a path.
static inline int clinux_unix_connect(int descriptor, const char *path) {
    struct sockaddr_un address;
    if (clinux_unix_address(path, &address) != 0) return -1;
    return connect(descriptor, (const struct sockaddr *)&address, sizeof address);
}

/// bind(2) to a path, which must not exist.
static inline int clinux_unix_bind(int descriptor, const char *path) {
    struct sockaddr_un address;
    if (clinux_unix_address(path, &address) != 0) return -1;
    return bind(descriptor, (const struct sockaddr *)&address, sizeof address);
}

/// socket(2) for unix datagrams; nothing is sent from it until clinux_unix_send_to.
static inline int clinux_unix_datagram_socket(void) {
    return socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

/// sendto(2) a path, at once or not at all.
static inline long clinux_unix_send_to(int descriptor, const char *path, const void *bytes, size_t length) {
    struct sockaddr_un address;
    if (clinux_unix_address(path, &address) != 0) return -1;
    return sendto(
        descriptor, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL, (const struct sockaddr *)&address, sizeof address);
}

/// accept4(2): the new connection does not block.
static inline int clinux_accept(int descriptor) {
    return (int)syscall(SYS_accept4, descriptor, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

/// signalfd(2) for SIGTERM and SIGINT, which are blocked for this thread from here on.
static inline int clinux_end_signals(void) {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    if (sigprocmask(SIG_BLOCK, &ends, NULL) != 0) return -1;
    return signalfd(-1, &ends, SFD_NONBLOCK | SFD_CLOEXEC);
}

/// How the kernel says that the other end of a stream will send no more; poll(2). GNU's own name.
enum { CLINUX_POLLRDHUP = 0x2000 };

/// What the kernel says of its clock.
enum {
    CLINUX_CLOCK_KEPT = 0,   ///< A time service keeps it right.
    CLINUX_CLOCK_LOOSE = 1,  ///< Nobody does.
};

/// adjtimex(2), which changes nothing here: how the clock is kept, and its greatest error in microseconds.
static inline int clinux_clock(long *greatest_error) {
    struct timex state;
    memset(&state, 0, sizeof state);
    int kept = adjtimex(&state);
    if (kept < 0) return -1;
    *greatest_error = state.maxerror;
    return kept == TIME_ERROR || (state.status & STA_UNSYNC) ? CLINUX_CLOCK_LOOSE : CLINUX_CLOCK_KEPT;
}

/// fstatfs(2): the number of the file system's kind, linux/magic.h.
static inline int clinux_file_system(int descriptor, uint32_t *kind) {
    struct statfs status;
    if (fstatfs(descriptor, &status) != 0) return -1;
    *kind = (uint32_t)status.f_type;
    return 0;
}
