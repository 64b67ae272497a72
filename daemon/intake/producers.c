#include "daemon/intake/producers.h"

#include <errno.h>
#include <stdlib.h>

#include "protocol/base/log.h"

static struct hash128 key_of(const struct peer *peer)
{
	return hash128(peer->bytes, peer->len);
}

struct producer *producers_at(struct producers *p, const struct peer *peer,
			      uint64_t now_ms)
{
	struct hash128 key = key_of(peer);
	struct producer *found = table_get(&p->by_peer, key);

	if (!found) {
		found = calloc(1, sizeof(*found));
		if (!found || table_put(&p->by_peer, key, found) < 0) {
			free(found);
			nw_fault(-ENOMEM, "producers: one more");
			return NULL;
		}
		found->peer = *peer;
		found->next = p->first;
		p->first = found;
		p->n++;
	}
	found->heard_ms = now_ms;
	return found;
}

void producers_forget_silent(struct producers *p, uint64_t since_ms)
{
	for (struct producer **at = &p->first; *at;) {
		struct producer *one = *at;

		if (one->open || one->heard_ms >= since_ms) {
			at = &one->next;
			continue;
		}
		*at = one->next;
		table_remove(&p->by_peer, key_of(&one->peer));
		free(one);
		p->n--;
	}
}

void producers_free(struct producers *p)
{
	while (p->first) {
		struct producer *one = p->first;

		p->first = one->next;
		free(one);
	}
	table_free(&p->by_peer);
	*p = (struct producers){ 0 };
}
