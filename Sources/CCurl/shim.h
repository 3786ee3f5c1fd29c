// libcurl, imported by Fetch only. curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call, so
// each kind of option that Fetch sets has a typed function here.
#pragma once
#include <curl/curl.h>

static inline CURLcode countersign_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode countersign_set_large(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode countersign_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode countersign_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode countersign_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

typedef size_t (*countersign_receiver)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode countersign_set_receiver(CURL *handle, CURLoption option, countersign_receiver value) {
  return curl_easy_setopt(handle, option, value);
}

typedef int (*countersign_progress)(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d);

static inline CURLcode countersign_set_progress(CURL *handle, countersign_progress value) {
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}

static inline CURLcode countersign_status(CURL *handle, long *status) {
  return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, status);
}
