#include "turns.h"

_Atomic uint32_t turns_last[TURNS_DESCRIPTORS];
