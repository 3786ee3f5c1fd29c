// libcurl, imported by Fetch only. Swift cannot call variadic C functions, so the typed setters are here.
#pragma once
#include <curl/curl.h>
