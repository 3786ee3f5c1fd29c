// A store that the optimiser may not leave out: it makes the pages of a shared mapping dirty again after an fsync
// that failed.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Writes every 64th byte, and the last, back to where it is.
static inline void countersign_rewrite(void *memory, size_t count) {
  volatile uint8_t *bytes = (volatile uint8_t *)memory;
  for (size_t index = 0; index < count; index += 64) bytes[index] = bytes[index];
  if (count) bytes[count - 1] = bytes[count - 1];
}
