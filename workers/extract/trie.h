/* A set of strings of folded code points, each with a number: a double array, built
 * once, then only read. Looking up costs one step for each character. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "protocol/base/cleanup.h"

enum { TRIE_MAX_KEY = 96 }; /* code points */

struct trie_key {
	const uint32_t *codes; /* belong to the caller until trie_build() has returned */
	uint32_t n;	       /* 1 … TRIE_MAX_KEY */
	uint32_t value;	       /* below INT32_MAX */
};

struct trie;

/* Builds the trie of `n` keys, which it sorts. Of keys that are equal one is kept. On 0
 * the caller owns *ret. */
int trie_build(struct trie **ret, struct trie_key *keys, size_t n);

enum { TRIE_ROOT = 0, TRIE_NONE = -1 };

/* Where the character `code` leads from `node`, TRIE_NONE when no key goes on so. */
int32_t trie_step(const struct trie *t, int32_t node, uint32_t code);

/* The value of the key that ends at `node`, TRIE_NONE when none does. */
int32_t trie_value(const struct trie *t, int32_t node);

struct trie *trie_free(struct trie *t);
NW_DEFINE_CLEANUP(struct trie *, trie_free);
