// What Swift's Glibc module leaves out because it is variadic, a macro, or GNU's own. (Defining _GNU_SOURCE here
// would change the shape of types that Glibc's module shares with us, so what needs it is declared by hand.)
// Header-only: each function is one system call under its own name. Errors come back as in C: -1 and errno.
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/// openat(2) with all its arguments.
static inline int clinux_openat(int folder, const char *path, int flags, mode_t mode) {
    return openat(folder, path, flags | O_CLOEXEC, mode);
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

/// fcntl(2) F_SETPIPE_SZ: asks for a larger pipe; harmless where the descriptor is no pipe.
static inline int clinux_set_pipe_size(int descriptor, int bytes) {
    return fcntl(descriptor, 1031 /* F_SETPIPE_SZ, linux/fcntl.h */, bytes);
}

/// fcntl(2) F_SETFL with O_NONBLOCK added or taken away.
static inline int clinux_set_nonblocking(int descriptor, int on) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0) return -1;
    return fcntl(descriptor, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
}

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
