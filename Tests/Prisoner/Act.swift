internal import CPrisoner
internal import Glibc

/// Something that a prisoner tries.
package protocol Act: CaseIterable, RawRepresentable<String>, Sendable {
    /// Tries it: 0 if it worked, else the `errno`.
    func attempt(in cell: Cell) -> Int32
}

extension Act {
    static func attempt(_ name: String, in cell: Cell) -> Int32? {
        Self(rawValue: name)?.attempt(in: cell)
    }
}

/// 0, or the `errno` of the call that has just answered `result`.
func outcome(_ result: some SignedInteger) -> Int32 {
    result < 0 ? errno : 0
}

/// Any call by its number, with the arguments that matter.
func systemCall(_ number: Int32, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0, _ e: Int = 0) -> Int32 {
    outcome(prisoner_call(Int(number), a, b, c, d, e, 0))
}

/// The same for calls whose first argument after `a` is a path.
func systemCall(_ number: Int32, _ a: Int, path: String, _ c: Int = 0, _ d: Int = 0, _ e: Int = 0) -> Int32 {
    unsafe path.withCString { systemCall(number, a, Int(bitPattern: $0), c, d, e) }
}

/// The exit numbers of a prisoner that are no `errno`.
package enum Answer {
    package static let worked: Int32 = 0
    /// The sandbox did not let itself be entered; why stands on stdout.
    package static let notConfined: Int32 = 250
    package static let badTerms: Int32 = 251
}
