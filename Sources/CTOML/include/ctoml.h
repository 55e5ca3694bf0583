#pragma once

// TOML 1.0 as a flat list of nodes, for callers that speak only C. Nothing is thrown across this header.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define CTOML_NOEXCEPT noexcept
extern "C" {
#else
#define CTOML_NOEXCEPT
#endif

/// The largest text that is parsed, in bytes.
#define CTOML_MAX_BYTES (1024 * 1024)

/// How deep arrays and inline tables may stand in each other, and how many parts a dotted key may have.
#define CTOML_MAX_DEPTH 16

/// What a node is.
enum ctoml_kind {
    ctoml_kind_table,
    ctoml_kind_array,
    ctoml_kind_text,
    ctoml_kind_integer,
    ctoml_kind_real,
    ctoml_kind_flag,
    /// A day without a time.
    ctoml_kind_date,
    /// A time of day, or a day with a time: not read any further.
    ctoml_kind_time,
};

/// UTF-8 that belongs to the document; it may hold NUL bytes.
struct ctoml_text {
    const char *_Nullable bytes;
    size_t length;
};

/// A value, and where it stands. Lines and columns count from 1; columns count characters.
struct ctoml_node {
    enum ctoml_kind kind;
    uint32_t line;
    uint32_t column;

    /// In a table: its name there, and where that stands.
    struct ctoml_text key;
    uint32_t key_line;
    uint32_t key_column;

    /// Of a table or an array: where in the list its `count` children stand, one after the other.
    size_t first;
    size_t count;

    struct ctoml_text text;
    int64_t integer;
    double real;
    bool flag;
    uint16_t year;
    uint8_t month;
    uint8_t day;
};

/// Why a text is not TOML. The message may repeat parts of the text.
struct ctoml_problem {
    uint32_t line;
    uint32_t column;
    char message[256];
};

/// A parsed text.
struct ctoml_document;

/// Parses `length` bytes. The caller keeps the bytes, and frees the result with `ctoml_free`.
/// Returns NULL and fills `problem` where the text is not TOML, or goes past a limit.
struct ctoml_document *_Nullable ctoml_parse(
    const char *_Nullable bytes, size_t length, struct ctoml_problem *_Nonnull problem) CTOML_NOEXCEPT;

/// All nodes, `count` of them; the first is the root table. They live as long as the document.
const struct ctoml_node *_Nonnull ctoml_nodes(
    const struct ctoml_document *_Nonnull document, size_t *_Nonnull count) CTOML_NOEXCEPT;

/// Frees the document and all its texts.
void ctoml_free(struct ctoml_document *_Nullable document) CTOML_NOEXCEPT;

#ifdef __cplusplus
}
#endif
