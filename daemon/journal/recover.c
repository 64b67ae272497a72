#include "daemon/journal/recover.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "daemon/journal/checkpoint.h"
#include "daemon/journal/disk.h"
#include "daemon/journal/format.h"
#include "daemon/journal/replay.h"
#include "daemon/journal/tail.h"
#include "daemon/journal/walk.h"
#include "protocol/base/log.h"

enum {
	READ_STEP = 1 << 20,
	PROBE_BYTES = 4 << 20, /* of a segment that seems empty: several commits */
};

struct recovery {
	const struct recover_options *options;
	struct recovered *found;
	struct damage damage;
	struct numbers segments;
	struct tail tail;
	struct walk walk;
};

static void recovery_end(struct recovery *rc)
{
	numbers_free(&rc->segments);
	tail_free(&rc->tail);
	walk_free(&rc->walk);
}

static int note_file(struct recovery *rc, const char *name)
{
	struct recovered *found = rc->found;
	uint32_t number;
	bool spare;

	if (!segment_parse_name(name, &number, &spare))
		return 0;
	if (number >= found->next_number)
		found->next_number = number + 1;
	found->files++;
	return numbers_add(spare ? &found->spares : &rc->segments, number);
}

static int list_files(struct recovery *rc)
{
	int fd = openat(rc->options->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *list = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	int r = 0;

	if (!list)
		return nw_fault(-errno, "recover: list the directory");
	while (r == 0 && (entry = readdir(list)))
		r = note_file(rc, entry->d_name);
	closedir(list);
	numbers_sort(&rc->segments);
	return r;
}

/* Writes the header anew from what the first record says. Without it a later opening,
 * which may not find that record any more, could take the segment for an empty one. */
static int repair_header(struct recovery *rc, const struct segment *s)
{
	char header[SEGMENT_HEADER_BYTES];
	int r;

	if (rc->options->read_only)
		return 0;
	segment_put_header(header, s);
	r = disk_write(rc->options->io, s->fd, header, sizeof(header), 0);
	if (r == 0)
		r = disk_sync(rc->options->io, s->fd);
	return r < 0 ? nw_fault(r, "recover: repair segment %u", s->number) : 0;
}

/* Fills in from its first record, looked for in `budget` bytes, what the header should
 * say. *ret_found is false when there is none. */
static int adopt_headless(struct recovery *rc, struct segment *s, size_t budget,
			  bool *ret_found)
{
	struct record first;
	int r;

	walk_start(&rc->walk, s->fd, s->number, 0, SEGMENT_HEADER_BYTES, s->bytes);
	rc->walk.budget = budget;
	r = walk_next(&rc->walk, &first);
	*ret_found = r == 0;
	if (r)
		return r < 0 ? r : 0;
	s->salt = first.salt;
	s->first_seq = first.seq;
	s->first_ms = first.time_ms;
	damage_report(&rc->damage, s->fd, s->number, 0, SEGMENT_HEADER_BYTES,
		      "the segment's header is damaged; its records are read");
	return repair_header(rc, s);
}

/* An empty segment, or one that holds nothing whole. */
static int set_aside(struct recovery *rc, const struct segment *s)
{
	int r;

	if (rc->options->read_only)
		return 0;
	r = segment_set_aside(s, rc->options->dir);
	return r < 0 ? r : numbers_add(&rc->found->spares, s->number);
}

static int shelve(struct recovery *rc, uint32_t number)
{
	NW_CLEANUP(segment_closep) struct segment *s = NULL;
	bool ours = true;
	int r = segment_open(&s, rc->options->dir, number, rc->options->read_only);

	if (r < 0)
		return r;
	r = segment_read_header(s);
	if (r < 0)
		return r;
	if (r != SEGMENT_OURS)
		r = adopt_headless(rc, s, r == SEGMENT_OTHER ? PROBE_BYTES : SIZE_MAX,
				   &ours);
	if (r < 0)
		return r;
	if (!ours)
		return set_aside(rc, s);
	r = shelf_add(&rc->found->shelf, s);
	if (r == 0)
		nw_take(s);
	return r;
}

static int shelve_all(struct recovery *rc)
{
	int r = 0;

	for (size_t i = 0; i < rc->segments.n && r == 0; i++)
		r = shelve(rc, rc->segments.items[i]);
	return r;
}

/* Surveys the newest segment; one that holds nothing whole is none. */
static int survey_newest(struct recovery *rc)
{
	struct shelf *shelf = &rc->found->shelf;
	int r = 0;

	while (shelf->n && r == 0) {
		struct segment *s = shelf->items[shelf->n - 1];
		int fd = shelf_fd(shelf, shelf->n - 1, UINT64_MAX - 1);

		if (fd < 0)
			return fd;
		tail_free(&rc->tail);
		walk_start(&rc->walk, fd, s->number, s->salt, SEGMENT_HEADER_BYTES,
			   s->bytes);
		rc->walk.budget = SIZE_MAX;
		r = tail_survey(&rc->tail, &rc->walk);
		if (r < 0 || rc->tail.last_seq)
			return r;
		r = set_aside(rc, s);
		shelf->n--;
		shelf->n_open -= s->fd >= 0;
		segment_close(s);
	}
	return r;
}

/* Unmakes what was left of groups that are not whole, so that no later reader takes it
 * for records. */
static int wipe_dropped(struct recovery *rc, const struct segment *s)
{
	static const char zeros[RECORD_HEADER_BYTES];
	int r = 0;

	for (size_t i = 0; i < rc->tail.n && r == 0; i++) {
		const struct tail_entry *e = &rc->tail.entries[i];

		if (e->kept)
			continue;
		r = disk_write(rc->options->io, s->fd, zeros, sizeof(zeros), e->offset);
	}
	/* What only the page cache holds must not be served as durable. */
	if (r == 0)
		r = disk_sync(rc->options->io, s->fd);
	return r < 0 ? nw_fault(r, "recover: settle segment %u", s->number) : 0;
}

static int find_end(struct recovery *rc)
{
	struct recovered *found = rc->found;
	int r = survey_newest(rc);

	found->end = rc->tail.end;
	found->last_seq = rc->tail.last_seq;
	found->last_ms = rc->tail.last_ms;
	return r;
}

static int load_checkpoint(struct recovery *rc, struct checkpoint *c)
{
	const struct journal_listener *l = rc->options->listener;
	int r = checkpoint_load(c, rc->options->dir, rc->options->read_only,
				rc->found->replay_from);

	if (r || !l || !l->on_checkpoint)
		return r < 0 ? r : 0;
	r = l->on_checkpoint(l->ctx, c->blob.data, c->blob.len);
	return r < 0 ? r : 0;
}

static int replay_all(struct recovery *rc, const struct checkpoint *c)
{
	struct replay replay = {
		.shelf = &rc->found->shelf,
		.tail = &rc->tail,
		.walk = &rc->walk,
		.damage = &rc->damage,
		.listener = rc->options->listener,
		.after = c->seq,
		.last_seq = rc->found->last_seq,
	};

	return replay_run(&replay);
}

/* The checkpoint may know of records that are gone: their numbers stay taken. */
static void catch_up(struct recovery *rc, const struct checkpoint *c)
{
	struct recovered *found = rc->found;
	struct segment *newest =
		found->shelf.n ? found->shelf.items[found->shelf.n - 1] : NULL;

	if (newest && c->seq > found->last_seq)
		damage_report(&rc->damage, newest->fd, newest->number, found->end,
			      found->end,
			      "the checkpoint knows of later records: they are lost");
	if (c->seq > found->last_seq)
		found->last_seq = c->seq;
	if (c->time_ms > found->last_ms)
		found->last_ms = c->time_ms;
}

static int bring_back(struct recovery *rc)
{
	struct checkpoint c = { 0 };
	int r = list_files(rc);

	if (r == 0)
		r = load_checkpoint(rc, &c);
	if (r == 0)
		r = shelve_all(rc);
	if (r == 0)
		r = find_end(rc);
	if (r == 0)
		r = replay_all(rc, &c);
	if (r == 0 && !rc->options->read_only && rc->found->shelf.n)
		r = wipe_dropped(rc, rc->found->shelf.items[rc->found->shelf.n - 1]);
	if (r == 0)
		catch_up(rc, &c);
	checkpoint_free(&c);
	return r;
}

int recover(struct recovered *ret, const struct recover_options *o)
{
	struct recovered found = { .shelf.dir = o->dir, .next_number = 1 };
	struct recovery rc = {
		.options = o,
		.found = &found,
		.damage = { .listener = o->listener,
			    .dir = o->dir,
			    .read_only = o->read_only },
		.walk.step = READ_STEP,
	};
	int r = bring_back(&rc);

	recovery_end(&rc);
	if (r < 0) {
		recovered_free(&found);
		return r;
	}
	found.damaged = rc.damage.count;
	*ret = found;
	return 0;
}

void recovered_free(struct recovered *r)
{
	shelf_free(&r->shelf);
	numbers_free(&r->spares);
}
