#include "tests/daemon/ledger/ledger_testing.h"

#include <string.h>

static const struct ledger_counts *counts(void)
{
	return ledger_counts(ledger);
}

static struct article *next(void)
{
	return desk_next_waiting(ledger_desk(ledger));
}

static struct article *suspect(void)
{
	return ledger_desk(ledger)->suspects.first;
}

static void fails(struct article *a, const char *reason)
{
	take(a);
	assert_int_equal(ledger_fail(ledger, a, reason), 0);
	sync_all();
}

/* The i-th event that was published. */
static void assert_published(size_t i, const char *id, unsigned rev, uint64_t supersedes)
{
	assert_true(i < n_published);
	assert_string_equal(published[i].id, id);
	assert_int_equal(published[i].rev, rev);
	assert_int_equal(published[i].supersedes, supersedes);
}

static void what_was_kept_can_be_read(void **state)
{
	assert_body(keep("a", "Acme buys Bolt"), "Acme buys Bolt");
}

static void the_same_bytes_are_a_duplicate(void **state)
{
	struct article *a = keep("a", "text");

	assert_int_equal(try_keep("a", "text", false), LEDGER_DUPLICATE);
	assert_ptr_equal(kept.article, a);
	assert_int_equal(kept.rev, 1);
	assert_int_equal(counts()->kept, 1);
}

static void a_duplicate_is_known_after_a_restart(void **state)
{
	finish(keep("a", "text"), "text");
	restart();
	assert_int_equal(try_keep("a", "text", false), LEDGER_DUPLICATE);
}

static void other_bytes_are_a_revision(void **state)
{
	keep("a", "one");
	assert_int_equal(keep("a", "two")->rev, 2);
	assert_int_equal(counts()->revisions, 1);
}

static void a_revision_of_a_waiting_article_is_not_taken_at_once(void **state)
{
	keep("a", "one");
	assert_false(keep_taken("a", "two")->taken);
	assert_int_equal(next()->rev, 1);
}

static void new_events_are_published_in_order(void **state)
{
	finish(keep("a", "one"), "t1", "e1=x", "e2=y");
	assert_int_equal(n_published, 2);
	assert_published(0, "e1", 1, 0);
	assert_published(1, "e2", 1, 0);
	assert_int_equal(published[1].seq, published[0].seq + 1);
}

static void an_id_that_comes_twice_is_one_event(void **state)
{
	finish(keep("a", "one"), "t1", "e1=x", "e1=y");
	assert_int_equal(n_published, 1);
}

static void a_changed_event_supersedes_the_one_before(void **state)
{
	finish(keep("a", "one"), "t1", "e1=x");
	finish(keep("a", "two"), "t2", "e1=z");
	assert_int_equal(n_published, 2);
	assert_published(1, "e1", 2, published[0].seq);
}

static void an_event_that_says_the_same_is_not_published_again(void **state)
{
	finish(keep("a", "one"), "t1", "e1=x");
	finish(keep("a", "two"), "t2", "e1=x", "e2=y");
	assert_int_equal(n_published, 2);
	assert_published(1, "e2", 1, 0);
}

static void an_event_that_is_given_no_more_is_retracted(void **state)
{
	finish(keep("a", "one"), "t1", "e1=x", "e2=y");
	finish(keep("a", "two"), "t2", "e2=y");
	assert_int_equal(n_published, 3);
	assert_string_equal(published[2].type, "retraction");
	assert_int_equal(published[2].supersedes, published[0].seq);
	assert_int_equal(counts()->retracted, 1);
}

static void the_same_text_gives_no_events(void **state)
{
	finish(keep("a", "one"), "t1", "e1=x");
	finish(keep("a", "one "), "t1", "e1=z");
	assert_int_equal(n_published, 1);
	assert_int_equal(counts()->unchanged, 1);
}

static void after_an_unchanged_revision_events_are_still_known(void **state)
{
	finish(keep("a", "one"), "t1", "e1=x");
	finish(keep("a", "one "), "t1");
	crash();
	finish(keep("a", "two"), "t2", "e1=z");
	assert_published(1, "e1", 2, published[0].seq);
}

static void versions_go_on_after_a_restart(void **state)
{
	finish(keep("a", "one"), "t1", "e1=x");
	restart();
	finish(keep("a", "two"), "t2", "e1=z");
	crash();
	finish(keep("a", "three"), "t3", "e1=w");
	assert_published(2, "e1", 3, published[1].seq);
}

static void events_too_large_for_a_segment_are_the_articles_fault(void **state)
{
	static char large[70000];
	struct ledger_result result = { .meta = large, .meta_len = sizeof(large) };
	struct article *a = keep("a", "one");

	take(a);
	assert_int_equal(ledger_finish(ledger, a, &result), 0);
	assert_ptr_equal(dead(0), a);
}

static void a_failed_one_waits_a_little(void **state)
{
	struct article *a = keep("a", "one");

	fails(a, "it crashed");
	assert_null(next());
	desk_wake(ledger_desk(ledger), a->not_before_ms);
	assert_ptr_equal(suspect(), a);
	assert_string_equal(ledger_reason(ledger, a), "it crashed");
}

static void each_failure_waits_twice_as_long(void **state)
{
	struct article *a = keep("a", "one");
	uint64_t first;

	options.max_attempts = 10;
	crash();
	a = newest("a");
	fails(a, "once");
	first = a->not_before_ms;
	fails(a, "twice");
	assert_true(a->not_before_ms >= first + 500);
}

static void the_last_attempt_ends_in_the_dead_letters(void **state)
{
	struct article *a = keep("a", "one");

	fails(a, "once");
	fails(a, "twice");
	fails(a, "thrice");
	assert_ptr_equal(dead(0), a);
	assert_int_equal(a->attempts, 3);
	assert_string_equal(ledger_reason(ledger, a), "thrice");
}

static void fewer_attempts_hold_from_the_next_failure_on(void **state)
{
	struct article *a = keep("a", "one");

	fails(a, "once");
	ledger_set_max_attempts(ledger, 2);
	fails(a, "twice");
	assert_ptr_equal(dead(0), a);
}

static void attempts_are_remembered(void **state)
{
	fails(keep("a", "one"), "once");
	crash();
	assert_int_equal(suspect()->attempts, 1);
	assert_null(next());
	restart();
	assert_int_equal(suspect()->attempts, 1);
	assert_string_equal(ledger_reason(ledger, suspect()), "once");
}

static void a_dead_letter_is_remembered(void **state)
{
	give_up(keep("a", "one"), "no text");
	crash();
	assert_string_equal(ledger_reason(ledger, dead(0)), "no text");
	restart();
	assert_string_equal(ledger_reason(ledger, dead(0)), "no text");
	assert_body(dead(0), "one");
}

static void a_retried_one_starts_afresh(void **state)
{
	give_up(keep("a", "one"), "no text");
	assert_int_equal(ledger_retry(ledger, dead(0)), 0);
	assert_null(dead(0));
	crash();
	assert_int_equal(next()->attempts, 0);
	assert_string_equal(ledger_reason(ledger, next()), "");
}

static void a_dropped_one_stays_away(void **state)
{
	give_up(keep("a", "one"), "no text");
	assert_int_equal(ledger_drop(ledger, dead(0)), 0);
	assert_null(dead(0));
	crash();
	assert_null(dead(0));
	assert_null(next());
}

static void a_dead_letter_with_a_later_revision_is_not_retried(void **state)
{
	give_up(keep("a", "one"), "no text");
	finish(keep("a", "two"), "t2");
	assert_int_equal(ledger_retry(ledger, dead(0)), LEDGER_SUPERSEDED);
	assert_int_equal(ledger_drop(ledger, dead(0)), 0);
}

static void a_checkpoint_keeps_a_dead_letter_behind_its_later_revision(void **state)
{
	give_up(keep("a", "one"), "no text");
	finish(keep("a", "two"), "t2", "e1=x");
	restart();
	assert_int_equal(dead(0)->rev, 1);
	assert_int_equal(newest("a")->rev, 2);
	assert_int_equal(ledger_retry(ledger, dead(0)), LEDGER_SUPERSEDED);
	assert_int_equal(keep("a", "three")->rev, 3);
}

static void the_order_of_those_that_wait_stays(void **state)
{
	keep("a", "one");
	keep("b", "two");
	keep("c", "three");
	restart();
	assert_ptr_equal(next(), newest("a"));
	assert_ptr_equal(next()->next, newest("b"));
	crash();
	assert_ptr_equal(next(), newest("a"));
	assert_ptr_equal(next()->next->next, newest("c"));
}

static void a_revision_waits_for_the_one_before_after_a_restart(void **state)
{
	keep("a", "one");
	keep("a", "two");
	restart();
	assert_int_equal(next()->rev, 1);
	finish(next(), "t1");
	assert_int_equal(next()->rev, 2);
}

static void what_a_worker_had_at_an_unclean_end_counts_as_an_attempt(void **state)
{
	keep_taken("a", "one");
	keep("b", "two");
	crash();
	assert_ptr_equal(suspect(), newest("a"));
	assert_int_equal(suspect()->attempts, 1);
	assert_ptr_equal(next(), newest("b"));
}

static void what_ends_the_broker_each_time_ends_in_the_dead_letters(void **state)
{
	take(keep("a", "one"));
	sync_all();
	crash();
	take(suspect());
	sync_all();
	crash();
	take(suspect());
	sync_all();
	crash();
	assert_ptr_equal(dead(0), newest("a"));
	assert_int_equal(dead(0)->attempts, 3);
}

static void a_checkpoint_does_not_clear_what_a_worker_has(void **state)
{
	take(keep("a", "one"));
	checkpoint();
	crash();
	assert_int_equal(suspect()->attempts, 1);
}

static void a_clean_end_blames_nobody(void **state)
{
	take(keep("a", "one"));
	restart();
	assert_int_equal(next()->attempts, 0);
}

static void a_position_is_remembered(void **state)
{
	struct position *p;

	assert_int_equal(positions_add(ledger_positions(ledger), "loader", 6, 7, &p), 0);
	p->unwritten = true;
	assert_int_equal(ledger_write_positions(ledger), 0);
	assert_false(p->unwritten);
	crash();
	p = positions_find(ledger_positions(ledger), "loader", 6);
	assert_int_equal(p->seq, 7);
	restart();
	p = positions_find(ledger_positions(ledger), "loader", 6);
	assert_int_equal(p->seq, 7);
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh_ledger, removed_ledger)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(what_was_kept_can_be_read),
		sentence(the_same_bytes_are_a_duplicate),
		sentence(a_duplicate_is_known_after_a_restart),
		sentence(other_bytes_are_a_revision),
		sentence(a_revision_of_a_waiting_article_is_not_taken_at_once),
		sentence(new_events_are_published_in_order),
		sentence(an_id_that_comes_twice_is_one_event),
		sentence(a_changed_event_supersedes_the_one_before),
		sentence(an_event_that_says_the_same_is_not_published_again),
		sentence(an_event_that_is_given_no_more_is_retracted),
		sentence(the_same_text_gives_no_events),
		sentence(after_an_unchanged_revision_events_are_still_known),
		sentence(versions_go_on_after_a_restart),
		sentence(events_too_large_for_a_segment_are_the_articles_fault),
		sentence(a_failed_one_waits_a_little),
		sentence(each_failure_waits_twice_as_long),
		sentence(the_last_attempt_ends_in_the_dead_letters),
		sentence(fewer_attempts_hold_from_the_next_failure_on),
		sentence(attempts_are_remembered),
		sentence(a_dead_letter_is_remembered),
		sentence(a_retried_one_starts_afresh),
		sentence(a_dropped_one_stays_away),
		sentence(a_dead_letter_with_a_later_revision_is_not_retried),
		sentence(a_checkpoint_keeps_a_dead_letter_behind_its_later_revision),
		sentence(the_order_of_those_that_wait_stays),
		sentence(a_revision_waits_for_the_one_before_after_a_restart),
		sentence(what_a_worker_had_at_an_unclean_end_counts_as_an_attempt),
		sentence(what_ends_the_broker_each_time_ends_in_the_dead_letters),
		sentence(a_checkpoint_does_not_clear_what_a_worker_has),
		sentence(a_clean_end_blames_nobody),
		sentence(a_position_is_remembered),
	};

	return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
