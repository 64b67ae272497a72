/* The table that fold_make.py writes at build time; for fold.c alone. */
#pragma once

#include <stdint.h>

enum { FOLD_BLOCK = 128, FOLD_LIMIT = 0x110000, FOLD_MARK = 1, FOLD_DROP = 2 };

/* By code / FOLD_BLOCK: the number of its block. */
extern const uint16_t fold_index[FOLD_LIMIT / FOLD_BLOCK];

/* (folded - code) * 4 + flags. */
extern const int32_t fold_blocks[][FOLD_BLOCK];
