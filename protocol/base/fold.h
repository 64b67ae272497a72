/* Folding: what is compared when names or texts are, never what is shown. One code
 * point gives one: full width becomes half width, upper case lower case, Traditional
 * Chinese Simplified; blanks of any kind become ' ', curly and corner quotes “ ” ' ',
 * dashes '-', centred dots '·'. The table is made at build time (fold_make.py). */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "protocol/base/buf.h"

/* 0 for what is no character of the text: zero-width marks and controls. */
uint32_t fold_code(uint32_t code);

/* Whether a (folded) code point is a blank, a punctuation mark or a symbol, which
 * fold_string() drops. */
int fold_is_mark(uint32_t code);

/* Appends `s` as names are compared: folded, without blanks and punctuation. Bytes
 * that are not UTF-8 are dropped. Returns 0 or a fault. */
int fold_string(struct buf *out, const char *s, size_t len);
