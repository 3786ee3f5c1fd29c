#include "CSimdjson.h"

#include <new>
#include <simdjson.h>

struct countersign_json {
  simdjson::dom::parser parser;
  size_t depth;
};

static int outcome(simdjson::error_code code) {
  switch (code) {
    case simdjson::SUCCESS: return COUNTERSIGN_JSON_OK;
    case simdjson::DEPTH_ERROR: return COUNTERSIGN_JSON_DEPTH;
    case simdjson::UTF8_ERROR: return COUNTERSIGN_JSON_UTF8;
    case simdjson::NUMBER_ERROR: return COUNTERSIGN_JSON_NUMBER;
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS: return COUNTERSIGN_JSON_STRING;
    case simdjson::MEMALLOC:
    case simdjson::CAPACITY: return COUNTERSIGN_JSON_MEMORY;
    default: return COUNTERSIGN_JSON_SYNTAX;
  }
}

// The capacity grows in powers of two: growing to each new length would allocate for every longer body.
static simdjson::error_code reserve(countersign_json *self, size_t length) {
  size_t capacity = 4096;
  while (capacity < length) capacity *= 2;
  if (self->parser.capacity() >= capacity) return simdjson::SUCCESS;
  simdjson::error_code failed = self->parser.allocate(capacity, self->depth);
  return failed ? failed : self->parser.doc.allocate(capacity);
}

countersign_json *countersign_json_create(size_t depth) {
  countersign_json *self = new (std::nothrow) countersign_json();
  if (self == nullptr) return nullptr;
  self->depth = depth;
  if (reserve(self, 1) != simdjson::SUCCESS) {
    delete self;
    return nullptr;
  }
  return self;
}

void countersign_json_destroy(countersign_json *self) { delete self; }

size_t countersign_json_capacity(const countersign_json *self) { return self->parser.capacity(); }

int countersign_json_parse(countersign_json *self, const uint8_t *bytes, size_t length, bool padded) {
  simdjson::error_code failed = reserve(self, length);
  if (failed) return outcome(failed);
  return outcome(self->parser.parse(bytes, length, !padded).error());
}

const uint32_t *countersign_json_structurals(const countersign_json *self, size_t *count) {
  *count = self->parser.implementation->n_structural_indexes;
  return self->parser.implementation->structural_indexes.get();
}
