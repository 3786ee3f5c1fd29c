#include "CScan.h"

#include <string.h>

typedef uint8_t block __attribute__((vector_size(16)));

static inline block load(const uint8_t *bytes) {
  block value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

static inline block splat(uint8_t byte) {
  return (block){byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte};
}

// The offset of the first byte of a block that is not zero, 16 for none; each byte is 0 or 0xff.
static inline unsigned first_set(block marks) {
#if defined(__SSE2__)
  typedef char signs __attribute__((vector_size(16)));
  unsigned mask = (unsigned)__builtin_ia32_pmovmskb128((signs)marks);
  return mask ? (unsigned)__builtin_ctz(mask) : 16;
#else
  uint64_t halves[2];
  memcpy(halves, &marks, sizeof halves);
  if (halves[0]) return (unsigned)__builtin_ctzll(halves[0]) / 8;
  return halves[1] ? 8 + (unsigned)__builtin_ctzll(halves[1]) / 8 : 16;
#endif
}

size_t countersign_find_either(const uint8_t *bytes, size_t count, uint8_t first, uint8_t second) {
  size_t at = 0;
  block firsts = splat(first), seconds = splat(second);
  for (; at + 16 <= count; at += 16) {
    block value = load(bytes + at);
    unsigned found = first_set((block)((value == firsts) | (value == seconds)));
    if (found < 16) return at + found;
  }
  while (at < count && bytes[at] != first && bytes[at] != second) at++;
  return at;
}

static inline int is_control(uint8_t byte) { return (byte < 0x20 && byte != 0x09) || byte == 0x7f; }

size_t countersign_find_control(const uint8_t *bytes, size_t count) {
  size_t at = 0;
  block space = splat(0x20), tab = splat(0x09), deleted = splat(0x7f);
  for (; at + 16 <= count; at += 16) {
    block value = load(bytes + at);
    unsigned found = first_set((block)(((value < space) & (value != tab)) | (value == deleted)));
    if (found < 16) return at + found;
  }
  while (at < count && !is_control(bytes[at])) at++;
  return at;
}

static inline int is_json_special(uint8_t byte) {
  return byte < 0x20 || byte >= 0x7f || byte == 0x22 || byte == 0x5c;
}

size_t countersign_find_json_special(const uint8_t *bytes, size_t count) {
  size_t at = 0;
  block space = splat(0x20), deleted = splat(0x7f), quote = splat(0x22), backslash = splat(0x5c);
  for (; at + 16 <= count; at += 16) {
    block value = load(bytes + at);
    block marks = (block)((value < space) | (value >= deleted) | (value == quote) | (value == backslash));
    unsigned found = first_set(marks);
    if (found < 16) return at + found;
  }
  while (at < count && !is_json_special(bytes[at])) at++;
  return at;
}
