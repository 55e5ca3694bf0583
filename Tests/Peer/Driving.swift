internal import Glibc
internal import HTTP2
internal import Linux

extension Peer {
    /// Moves bytes until `condition` holds.
    ///
    /// - Parameters:
    ///   - what: what is waited for, for the error.
    ///   - condition: asked before every turn.
    /// - Throws: the deadline, a broken connection, or that the program has hung up.
    public func wait(for what: String, until condition: () -> Bool) throws(PeerError) {
        let deadline = Deadline(after: patience)
        while !condition() {
            if speaks, let failure = session.failure { throw .connection(failure) }
            guard output != nil else { throw .hungUp(waitingFor: what) }
            guard !deadline.isOver else { throw .deadline(waitingFor: what) }
            try turn(wantsWrite: speaks && session.wantsWrite, deadline)
            if speaks && session.wantsWrite { try flush() }
        }
    }

    /// Sends these bytes as they are, after what the session has to say.
    ///
    /// - Throws: as `wait` does; also where the program does not read any more.
    public func sendRaw(_ bytes: [UInt8]) throws(PeerError) {
        let what = "the program to read"
        if speaks { try wait(for: what) { input == nil || !session.wantsWrite } }
        let deadline = Deadline(after: patience)
        var rest = bytes[...]
        while !rest.isEmpty {
            guard input != nil else { throw .hungUp(waitingFor: what) }
            guard !deadline.isOver else { throw .deadline(waitingFor: what) }
            try turn(wantsWrite: true, deadline)
            rest = try rest.dropFirst(write(rest))
        }
    }

    /// Waits until the program has ended.
    ///
    /// - Returns: how it ended.
    /// - Throws: the deadline.
    public func wait() throws(PeerError) -> ExitStatus {
        let deadline = Deadline(after: patience)
        while true {
            program?.check()
            if let status = program?.status {
                readErrors()
                return status
            }
            guard !deadline.isOver else { throw .deadline(waitingFor: "the program to end") }
            try turn(wantsWrite: false, deadline, atMost: 2)
        }
    }

    /// Waits for one of the descriptors, and reads what is there.
    private func turn(wantsWrite: Bool, _ deadline: Deadline, atMost: Int32 = .max) throws(PeerError) {
        let reads = listens ? output?.raw ?? -1 : -1
        var polls = [
            pollfd(fd: reads, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wantsWrite ? input?.raw ?? -1 : -1, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: errors?.raw ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        let count = nfds_t(polls.count)
        guard unsafe poll(&polls, count, min(deadline.milliseconds, atMost)) >= 0 || errno == EINTR else {
            throw .system(SystemCallError("poll", errno))
        }
        if polls[2].revents != 0 { readErrors() }
        if polls[0].revents != 0 { try readOutput() }
    }

    /// Reads once what the program says; the end is remembered.
    private func readOutput() throws(PeerError) {
        guard let descriptor = output?.raw else { return }
        let count = try read(descriptor)
        if count == 0 { output = nil }
        guard let count, count > 0 else { return }
        guard speaks else { return received += buffer[..<count] }
        do throws(HTTP2Error) {
            try unsafe buffer.withUnsafeBufferPointer { (bytes) throws(HTTP2Error) in
                try unsafe session.receive(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<count]))
            }
        } catch {
            throw .connection(error)
        }
    }

    /// Reads all that the program complained.
    func readErrors() {
        while let descriptor = errors?.raw, let count = try? read(descriptor) {
            guard count > 0 else { return errors = nil }
            errorText += buffer[..<count]
        }
    }

    /// Reads into the buffer; nil where nothing is there.
    private func read(_ descriptor: Int32) throws(PeerError) -> Int? {
        do throws(SystemCallError) {
            return try unsafe buffer.withUnsafeMutableBufferPointer { (bytes) throws(SystemCallError) in
                try retrying("read") { unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count) }
            }
        } catch {
            guard error.code == EAGAIN else { throw .system(error) }
            return nil
        }
    }

    /// Writes what the session has to say.
    private func flush() throws(PeerError) {
        try unsafe session.send { (bytes) throws(PeerError) -> Int? in
            let count = try unsafe write(bytes)
            return count == 0 ? nil : count
        }
    }

    private func write(_ bytes: ArraySlice<UInt8>) throws(PeerError) -> Int {
        try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(PeerError) in
            try unsafe write(UnsafeRawBufferPointer(bytes))
        }
    }

    /// Writes some; where the program does not read any more, the input is closed.
    private func write(_ bytes: UnsafeRawBufferPointer) throws(PeerError) -> Int {
        guard let descriptor = input?.raw else { return 0 }
        do throws(SystemCallError) {
            return try retrying("write") { unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count) }
        } catch {
            if error.code == EPIPE { input = nil }
            guard error.code == EAGAIN || error.code == EPIPE else { throw .system(error) }
            return 0
        }
    }
}
