// SHA256_Update(3) and its kin are called old by OpenSSL 3; EVP's way to the same code reads a configuration and loads
// providers first, which costs every session a millisecond and 2 MiB: docs/decisions/0019-lean-programs.md.
// What "sha256" is to the linker, .ci/link says: libcrypto, or its archive.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
