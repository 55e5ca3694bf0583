internal import CSSH
internal import Glibc

/// The text of a private key, in memory that is overwritten before it is given back.
@safe struct PrivateText: ~Copyable {
    private let text: UnsafeMutablePointer<CChar>

    /// Takes over a string that libssh made.
    init(owning text: UnsafeMutablePointer<CChar>) {
        unsafe self.text = unsafe text
    }

    deinit {
        unsafe explicit_bzero(text, strlen(text))
        unsafe ssh_string_free_char(text)
    }

    /// Lends its bytes, without the NUL that ends them, to `body` and no longer.
    func withBytes<Failure>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
        try unsafe body(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
}
