#include "daemon/journal/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/stat.h>

#include "daemon/journal/damage.h"
#include "daemon/journal/disk.h"
#include "daemon/journal/format.h"
#include "daemon/journal/internal.h"
#include "daemon/journal/lock.h"
#include "daemon/journal/recover.h"
#include "protocol/base/log.h"

enum {
	DEFAULT_SEGMENT_BYTES = 64 << 20,
	LEAST_SEGMENT_BYTES = 64 << 10,
	MOST_SEGMENT_BYTES = 1 << 30,
	DEFAULT_PENDING_BYTES = 16 << 20,
	LEAST_SEGMENTS = 4,
};

static int fill_in_defaults(struct journal_options *o)
{
	if (!o->segment_bytes)
		o->segment_bytes = DEFAULT_SEGMENT_BYTES;
	if (!o->max_pending_bytes)
		o->max_pending_bytes = DEFAULT_PENDING_BYTES;
	if (!o->io)
		o->io = &disk_io;
	o->segment_bytes &= -(uint32_t)PAGE_BYTES;
	if (o->segment_bytes < LEAST_SEGMENT_BYTES ||
	    o->segment_bytes > MOST_SEGMENT_BYTES)
		return nw_fault(-EINVAL, "journal: segments of %u bytes",
				o->segment_bytes);
	if (o->max_bytes && o->max_bytes / o->segment_bytes < LEAST_SEGMENTS)
		return nw_fault(-EINVAL, "journal: %lu bytes are less than %d segments",
				o->max_bytes, LEAST_SEGMENTS);
	return 0;
}

static int open_dir(struct journal *j)
{
	const char *name = j->options.dir;
	int r;

	if (!j->options.read_only && mkdir(name, 0700) < 0 && errno != EEXIST)
		return nw_fault(-errno, "journal: create %s", name);
	j->dir = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (j->dir < 0)
		return nw_fault(-errno, "journal: open %s", name);
	if (j->options.read_only)
		return 0;
	r = lock_take(&j->lock, j->dir, name);
	return r < 0 ? r : damage_make_quarantine(j->dir);
}

static int start_threads(struct journal *j, struct recovered *found)
{
	const struct journal_options *o = &j->options;
	struct commit_options co = { .io = o->io,
				     .max_pending_bytes = o->max_pending_bytes,
				     .durable = j->last_seq,
				     .durable_pos = j->start_pos };
	struct helper_options ho = { .io = o->io,
				     .dir = j->dir,
				     .segment_bytes = o->segment_bytes,
				     .next_number = found->next_number,
				     .files = found->files,
				     .max_files = UINT32_MAX,
				     .replay_from = { found->replay_from[0],
						      found->replay_from[1] } };
	int r;

	if (o->max_bytes && o->max_bytes / o->segment_bytes < UINT32_MAX)
		ho.max_files = (uint32_t)(o->max_bytes / o->segment_bytes);
	j->event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (j->event < 0)
		return nw_fault(-errno, "journal: create the eventfd");
	co.event = ho.event = j->event;
	r = commit_start(&j->commit, &co);
	if (r == 0)
		r = helper_start(&j->helper, &ho, &found->spares);
	if (r == 0)
		helper_settle(j->helper);
	return r;
}

static void take_over(struct journal *j, struct recovered *found)
{
	j->shelf = found->shelf;
	found->shelf = (struct shelf){ 0 };
	j->last_seq = found->last_seq;
	j->last_ms = found->last_ms;
	j->damaged = found->damaged;
	j->replay_from[0] = found->replay_from[0];
	j->replay_from[1] = found->replay_from[1];
	if (!j->shelf.n)
		return;
	j->current = j->shelf.items[j->shelf.n - 1];
	j->end = found->end;
	j->start_pos = (uint64_t)j->current->number << 32 | j->end;
}

static int bring_up(struct journal *j, const struct journal_listener *l)
{
	struct recovered found = { 0 };
	struct recover_options ro;
	int r = open_dir(j);

	if (r < 0)
		return r;
	ro = (struct recover_options){ .dir = j->dir,
				       .read_only = j->options.read_only,
				       .io = j->options.io,
				       .listener = l };
	r = recover(&found, &ro);
	if (r < 0)
		return r;
	take_over(j, &found);
	if (!j->options.read_only)
		r = start_threads(j, &found);
	recovered_free(&found);
	return r;
}

int journal_open(struct journal **ret, const struct journal_options *o,
		 const struct journal_listener *l)
{
	NW_CLEANUP(journal_closep) struct journal *j = calloc(1, sizeof(*j));
	int r;

	if (!j)
		return nw_fault(-ENOMEM, "journal: allocate");
	j->dir = j->lock = j->event = -1;
	j->options = *o;
	r = fill_in_defaults(&j->options);
	if (r == 0)
		r = bring_up(j, l);
	if (r < 0)
		return r;
	j->options.dir = NULL;
	*ret = nw_take(j);
	return 0;
}

struct journal *journal_close(struct journal *j)
{
	if (!j)
		return NULL;
	if (j->commit)
		commit_finish(j->commit);
	if (j->helper)
		journal_settle(j);
	helper_stop(j->helper);
	commit_stop(j->commit);
	checkpoint_free(&j->checkpoint);
	shelf_free(&j->shelf);
	nw_closep(&j->event);
	nw_closep(&j->lock);
	nw_closep(&j->dir);
	free(j);
	return NULL;
}

int journal_fd(const struct journal *j)
{
	return j->event;
}

uint64_t journal_durable_now(const struct journal *j)
{
	return j->commit ? commit_durable(j->commit) : j->last_seq;
}

uint64_t journal_durable_pos(const struct journal *j)
{
	return j->commit ? commit_durable_pos(j->commit) : j->start_pos;
}

uint64_t journal_durable(struct journal *j)
{
	uint64_t count;

	/* Drained before looking, so that what comes after raises it again. */
	if (j->event >= 0 && read(j->event, &count, sizeof(count)) > 0)
		journal_settle(j);
	return journal_durable_now(j);
}

int journal_fault(const struct journal *j)
{
	return j->commit ? commit_fault(j->commit) : 0;
}

uint64_t journal_oldest(const struct journal *j)
{
	return j->shelf.n ? j->shelf.items[0]->first_seq : j->last_seq + 1;
}

uint64_t journal_last(const struct journal *j)
{
	return j->last_seq;
}

void journal_usage(struct journal *j, struct journal_usage *ret)
{
	struct commit_figures figures = { 0 };
	uint64_t replay_from[2] = { j->replay_from[0], j->replay_from[1] };
	uint32_t files = (uint32_t)j->shelf.n;

	if (j->commit)
		commit_figures(j->commit, &figures);
	if (j->helper) {
		helper_replay_from(j->helper, replay_from);
		files = helper_files(j->helper);
	}
	*ret = (struct journal_usage){
		.disk_bytes = (uint64_t)files * j->options.segment_bytes,
		.max_bytes = j->options.max_bytes,
		.live_bytes = (uint64_t)j->shelf.n * j->options.segment_bytes,
		.segments = (uint32_t)j->shelf.n,
		.free_segments = files - (uint32_t)j->shelf.n,
		.pending_bytes = figures.pending_bytes,
		.commits = figures.commits,
		.committed_bytes = figures.committed_bytes,
		.damaged = j->damaged,
		.checkpoint_seq = replay_from[0] ? replay_from[0] - 1 : 0,
		.sync_last_us = (uint32_t)figures.sync.last_us,
		.sync_p50_us = (uint32_t)histogram_percentile(&figures.sync, 50),
		.sync_p99_us = (uint32_t)histogram_percentile(&figures.sync, 99),
		.sync_max_us = (uint32_t)figures.sync.max_us,
	};
}
