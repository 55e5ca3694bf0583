#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ctoml {

/// Finds the first dotted key with more than `limit` dots.
///
/// The parser bounds how deep values stand in each other, but not how many parts a key has; each part is a table
/// that is freed recursively, so half a million dots would exhaust the stack. Up to the first byte at which the
/// parser gives up, this scan sees strings and comments where the parser sees them.
class key_depth_scan {
public:
    key_depth_scan(std::string_view text, std::size_t limit) noexcept : text(text), limit(limit) {}

    /// The line of such a key, counted from 1, or 0.
    std::uint32_t run() noexcept {
        while (position < text.size()) {
            const char character = text[position];
            if (character == '"' || character == '\'') {
                skip_string(character);
                continue;
            }
            if (character == '#') {
                skip_comment();
                continue;
            }
            if (character == '\n' || character == ',' || character == '=') dots = 0;
            if (character == '\n') ++line;
            if (character == '.' && ++dots > limit) return line;
            ++position;
        }
        return 0;
    }

private:
    std::string_view text;
    std::size_t limit;
    std::size_t position = 0;
    std::size_t dots = 0;
    std::uint32_t line = 1;

    void skip_comment() noexcept {
        while (position < text.size() && text[position] != '\n') ++position;
    }

    void skip_string(char quote) noexcept {
        const char triple[3] = {quote, quote, quote};
        const bool is_long = text.compare(position, 3, std::string_view(triple, 3)) == 0;
        position += is_long ? 3 : 1;
        while (position < text.size()) {
            const char character = text[position];
            if (character == '\\' && quote == '"') {
                if (position + 1 < text.size() && text[position + 1] == '\n') ++line;
                position += 2;
            } else if (character == quote && !is_long) {
                ++position;
                return;
            } else if (is_long && text.compare(position, 3, std::string_view(triple, 3)) == 0) {
                // Up to two quotes may stand before the three that end it.
                position += 3;
                while (position < text.size() && text[position] == quote) ++position;
                return;
            } else {
                if (character == '\n') {
                    ++line;
                    if (!is_long) return;
                }
                ++position;
            }
        }
    }
};

}  // namespace ctoml
