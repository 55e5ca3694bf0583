internal import Glibc

/// The door for libFuzzer: `FUZZ_TARGET` names what the bytes are given to. Source: libFuzzer, "Fuzz Target".
///
/// What must hold is checked with `precondition`, which ends the process and so is a find.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    Door.target(bytes)
    return 0
}

/// What the bytes are given to.
enum Door {
    static let targets: [String: @Sendable ([UInt8]) -> Void] = [
        "request": RequestTarget.run, "command": CommandTarget.run, "keyfile": KeyFileTarget.run,
        "policy": PolicyTarget.run, "keys": KeysTarget.run, "wire": WireTarget.run, "http2": HTTP2Target.run,
    ]

    static let target: @Sendable ([UInt8]) -> Void = {
        let name = unsafe getenv("FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
        guard let target = targets[name] else {
            print("FUZZ_TARGET is one of: \(targets.keys.sorted().joined(separator: " "))")
            exit(64)
        }
        return target
    }()
}
