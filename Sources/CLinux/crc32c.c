#include "crc32c.h"
#include <string.h>

static uint32_t table[256];
#if defined(__x86_64__)
static int supported;
#endif

__attribute__((constructor)) static void prepare(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  supported = __builtin_cpu_supports("sse4.2") != 0;
#endif
  for (uint32_t index = 0; index < 256; index++) {
    uint32_t value = index;
    for (int bit = 0; bit < 8; bit++) value = value & 1 ? (value >> 1) ^ 0x82f63b78u : value >> 1;
    table[index] = value;
  }
}

static uint32_t bytewise(uint32_t crc, const uint8_t *bytes, size_t count) {
  while (count--) crc = table[(crc ^ *bytes++) & 255] ^ (crc >> 8);
  return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t instruction(uint32_t crc, const uint8_t *bytes, size_t count) {
  uint64_t wide = crc;
  for (; count >= 8; count -= 8, bytes += 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    wide = __builtin_ia32_crc32di(wide, word);
  }
  crc = (uint32_t)wide;
  while (count--) crc = __builtin_ia32_crc32qi(crc, *bytes++);
  return crc;
}

uint32_t countersign_crc32c(uint32_t seed, const void *bytes, size_t count) {
  return ~(supported ? instruction(~seed, bytes, count) : bytewise(~seed, bytes, count));
}
#else
uint32_t countersign_crc32c(uint32_t seed, const void *bytes, size_t count) {
  return ~bytewise(~seed, bytes, count);
}
#endif
