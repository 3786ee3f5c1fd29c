// libyaml, imported by the program's Configuration only.
#pragma once
#include <yaml.h>
