#include "daemon/journal/walk.h"

#include <errno.h>
#include <unistd.h>

#include "protocol/base/log.h"

enum {
	LARGE_RECORD = 32 << 10, /* behind one, read no more than a page ahead */
	KEEP_WINDOW = 1 << 20,	 /* a larger window is given back when it is not needed */
};

/* Reads page by page where reading at once has failed. */
static size_t read_around(struct walk *w, char *to, size_t len, uint64_t from)
{
	size_t done = 0;

	nw_fault(-errno, "walk: read segment %u at %lu", w->segment, from);
	while (done < len) {
		size_t n = PAGE_BYTES - (from + done) % PAGE_BYTES;
		ssize_t got;

		if (n > len - done)
			n = len - done;
		got = pread(w->fd, to + done, n, (off_t)(from + done));
		if (got == 0)
			break;
		if (got < 0)
			memset(to + done, 0, n);
		done += got < 0 ? n : (size_t)got;
	}
	return done;
}

/* Adds up to `len` bytes of the file to the window. */
static int extend(struct walk *w, size_t len)
{
	uint64_t from = w->window_at + w->window.len;
	size_t done = 0;
	int r = buf_reserve(&w->window, len);

	if (r < 0)
		return r;
	while (done < len) {
		char *to = w->window.data + w->window.len + done;
		ssize_t n = pread(w->fd, to, len - done, (off_t)(from + done));

		if (n < 0)
			n = (ssize_t)read_around(w, to, len - done, from + done);
		if (n == 0)
			break;
		done += (size_t)n;
	}
	w->window.len += done;
	return 0;
}

static bool in_window(const struct walk *w, uint64_t at, size_t len)
{
	return at >= w->window_at && at + len <= w->window_at + w->window.len;
}

/* The bytes [at, at + len), read with `ahead` more if need be; *ret is NULL when the file
 * ends before. */
static int view(struct walk *w, uint64_t at, size_t len, size_t ahead, const char **ret)
{
	*ret = NULL;
	if (!in_window(w, at, len)) {
		size_t want = len > ahead ? len : ahead, have;
		int r;

		if (at > w->window_at && at < w->window_at + w->window.len)
			buf_consume(&w->window, at - w->window_at);
		else
			buf_clear(&w->window);
		if (w->window.cap > KEEP_WINDOW && want < KEEP_WINDOW && !w->window.len)
			buf_free(&w->window);
		w->window_at = at;
		have = w->window.len;
		if (at + want > w->end)
			want = at < w->end ? w->end - at : 0;
		r = want > have ? extend(w, want - have) : 0;
		if (r < 0)
			return r;
	}
	if (in_window(w, at, len))
		*ret = w->window.data + (at - w->window_at);
	return 0;
}

/* Is there a whole record's header at w->at? Counts what is read against the budget. */
static int header_here(struct walk *w, struct record *ret, bool *ret_valid)
{
	size_t ahead = w->last_len > LARGE_RECORD && !w->hole ? PAGE_BYTES : w->step;
	const char *at;
	int r;

	if (!in_window(w, w->at, RECORD_HEADER_BYTES)) {
		if (!w->budget)
			return WALK_AGAIN;
		w->budget -= w->budget < ahead ? w->budget : ahead;
	}
	r = view(w, w->at, RECORD_HEADER_BYTES, ahead, &at);
	if (r < 0)
		return r;
	if (!at)
		return WALK_END;
	*ret_valid = record_get(ret, at, w->segment, w->salt, w->at) &&
		     record_bytes(ret->len) <= w->end - w->at;
	return 0;
}

int walk_next(struct walk *w, struct record *ret)
{
	bool valid = false;
	int r = 0;

	if (w->hole_ended)
		w->hole = 0;
	w->hole_ended = false;
	while ((uint64_t)w->at + RECORD_HEADER_BYTES <= w->end) {
		r = header_here(w, ret, &valid);
		if (r || valid)
			break;
		if (!w->hole)
			w->hole = w->at;
		w->at += RECORD_ALIGN;
	}
	if (r < 0 || r == WALK_AGAIN)
		return r;
	w->hole_ended = true;
	if (!valid)
		return WALK_END;
	w->at += (uint32_t)record_bytes(ret->len);
	w->last_len = ret->len;
	w->salt = ret->salt;
	return 0;
}

int walk_body(struct walk *w, const struct record *r, const char **ret)
{
	const char *at;
	int e = view(w, (uint64_t)r->offset + RECORD_HEADER_BYTES, r->len, w->step, &at);

	if (e < 0)
		return e;
	if (!at || !record_body_fits(r, at))
		return WALK_DAMAGED;
	*ret = at;
	return 0;
}

void walk_start(struct walk *w, int fd, uint32_t segment, uint32_t salt, uint32_t at,
		uint32_t end)
{
	struct buf window = w->window;
	size_t step = w->step, budget = w->budget;

	buf_clear(&window);
	*w = (struct walk){ .fd = fd,
			    .segment = segment,
			    .salt = salt,
			    .at = at,
			    .end = end,
			    .step = step,
			    .budget = budget,
			    .window = window };
}

void walk_free(struct walk *w)
{
	buf_free(&w->window);
}
