internal import CPrisoner
internal import Glibc

/// What must be true of a confined process, seen from inside: 0 if it is.
package enum ConditionAct: String, Act {
    case environmentIsEmpty, environmentIsOverwritten, noCoreFiles, descriptorsAreBounded, isNotDumpable
    case newFilesArePrivate, hasNoNewPrivileges, hasNoCapabilities, callsAreFiltered
    case inheritsNothing, inheritsWhatIsKept

    package func attempt(in cell: Cell) -> Int32 {
        isTrue(cell) ? 0 : 1
    }

    private func isTrue(_ cell: Cell) -> Bool {
        switch self {
        case .environmentIsEmpty: prisoner_count_environment() == 0
        case .environmentIsOverwritten: isOverwritten(cell.environment)
        case .noCoreFiles: limit(4) == 0  // RLIMIT_CORE, asm-generic/resource.h
        case .descriptorsAreBounded: limit(7) == 256  // RLIMIT_NOFILE
        case .isNotDumpable: prisoner_prctl(PR_GET_DUMPABLE, 0) == 0
        case .newFilesArePrivate: umask(0) == 0o077
        case .hasNoNewPrivileges: prisoner_prctl(PR_GET_NO_NEW_PRIVS, 0) == 1
        case .hasNoCapabilities: capabilities() == [0, 0, 0, 0, 0, 0]
        case .callsAreFiltered: prisoner_prctl(PR_GET_SECCOMP, 0) == 2  // SECCOMP_MODE_FILTER
        case .inheritsNothing: fcntl(Terms.inherited.closed, F_GETFD) == -1
        case .inheritsWhatIsKept: fcntl(Terms.inherited.kept, F_GETFD) != -1
        }
    }

    /// The hard limit: the second of two 64-bit numbers.
    private func limit(_ kind: Int) -> UInt64 {
        var limits: [UInt64] = [1, 1]
        let asked = unsafe limits.withUnsafeMutableBytes {
            prisoner_call(Int(SYS_prlimit64), 0, kind, 0, Int(bitPattern: $0.baseAddress), 0, 0)
        }
        return asked == 0 ? limits[1] : .max
    }

    /// Effective, permitted and inheritable, twice 32 bits each. Source: capget(2).
    private func capabilities() -> [UInt32] {
        var header: [UInt32] = [0x2008_0522, 0]
        var sets = [UInt32](repeating: 1, count: 6)
        _ = unsafe header.withUnsafeMutableBytes { header in
            unsafe sets.withUnsafeMutableBytes {
                systemCall(SYS_capget, Int(bitPattern: header.baseAddress), Int(bitPattern: $0.baseAddress))
            }
        }
        return sets
    }

    /// The kernel shows the same memory to whoever may read `/proc/PID/environ`.
    private func isOverwritten(_ environment: Int32) -> Bool {
        var text = [UInt8](repeating: 1, count: 4096)
        let count = unsafe read(environment, &text, text.count)
        return count > 0 && text[..<count].allSatisfy { $0 == 0 }
    }
}
