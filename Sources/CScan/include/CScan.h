// Searching bytes sixteen at a time, which Swift's SIMD types do at several times the cost. Every function looks at
// exactly `count` bytes and returns an offset, `count` where nothing was found.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// The first byte that is `first` or `second`.
size_t countersign_find_either(const uint8_t *bytes, size_t count, uint8_t first, uint8_t second);
/// The first control character but the tab: below 0x20, or 0x7f.
size_t countersign_find_control(const uint8_t *bytes, size_t count);
/// The first byte that may not stand for itself in a JSON string of ASCII: a control character, DEL, a quote, a
/// backslash, or a byte above 0x7f.
size_t countersign_find_json_special(const uint8_t *bytes, size_t count);
