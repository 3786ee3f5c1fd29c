// simdjson's DOM parser with a C face, imported by ModelAPI only. The DOM parser picks the processor's best kernel at
// run time; On-Demand is compiled for the baseline and accepts trailing content, so it is not used.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct countersign_json countersign_json;

// What a parse found; the parser's fifty codes come down to these.
enum {
  COUNTERSIGN_JSON_OK = 0,
  COUNTERSIGN_JSON_SYNTAX = 1,
  COUNTERSIGN_JSON_DEPTH = 2,
  COUNTERSIGN_JSON_UTF8 = 3,
  COUNTERSIGN_JSON_NUMBER = 4,
  COUNTERSIGN_JSON_STRING = 5,
  COUNTERSIGN_JSON_MEMORY = 6,
};

// NULL when memory is short.
countersign_json *countersign_json_create(size_t depth);
void countersign_json_destroy(countersign_json *parser);

// Bytes one document may have before the parser allocates again.
size_t countersign_json_capacity(const countersign_json *parser);

// Validates grammar, numbers, escapes and UTF-8. `padded` promises 64 readable bytes after `length`; without it the
// document is copied first. The document need not outlive the call, the structural indexes live until the next one.
int countersign_json_parse(countersign_json *parser, const uint8_t *bytes, size_t length, bool padded);

// Offsets of every { } [ ] : , and of the first byte of every scalar outside strings, in order of the document.
const uint32_t *countersign_json_structurals(const countersign_json *parser, size_t *count);

#ifdef __cplusplus
}
#endif
