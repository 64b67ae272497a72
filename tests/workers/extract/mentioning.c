#include "tests/workers/extract/mentioning.h"

#include <stdlib.h>

static struct {
	struct arena *arena;
	struct lexicon *lexicon;
	struct text *text;
	struct mentions found;
} self;

int mentioning_open(void **state)
{
	const char *sources = getenv("NEWSWIRE_SOURCES");
	struct yaml_error error = { "" };
	char dir[4096];
	int r;

	snprintf(dir, sizeof(dir), "%s/workers/lexicon", sources ? sources : ".");
	r = arena_open(&self.arena, 64 << 20);
	if (r == 0)
		r = lexicon_open(&self.lexicon, (const char *const[]){ dir, NULL },
				 &error);
	if (r < 0)
		print_error("%s\n", error.text);
	return r;
}

int mentioning_close(void **state)
{
	self.lexicon = lexicon_close(self.lexicon);
	self.arena = arena_close(self.arena);
	return 0;
}

int mentioning_forget(void **state)
{
	arena_reset(self.arena);
	return 0;
}

struct arena *mentioning_arena(void)
{
	return self.arena;
}

const struct lexicon *mentioning_lexicon(void)
{
	return self.lexicon;
}

static struct text *make(const char *title, const char *text, const char *flag)
{
	struct clean_article doc = { .title = title,
				     .text = text,
				     .text_len = strlen(text),
				     .flags = { flag },
				     .n_flags = flag != NULL };

	return text_make(self.arena, &doc);
}

struct text *made_of(const char *text)
{
	return make(NULL, text, NULL);
}

struct text *made_of_captions(const char *text)
{
	return make(NULL, text, "transcript");
}

struct text *made_with_title(const char *title, const char *text)
{
	return make(title, text, NULL);
}

void given_on(const char *published, const char *text)
{
	struct publication_date day = publication_date_read(published);

	self.text = made_of(text);
	assert_int_equal(mentions_find(self.arena, self.lexicon, self.text, &day,
				       &self.found),
			 0);
}

void given(const char *text)
{
	given_on(NULL, text);
}

static void print_found(void)
{
	for (uint32_t i = 0; i < self.found.n; i++) {
		const struct mention *m = &self.found.items[i];

		print_error("found %s %s\n", mention_class_name(m->class),
			    text_copy(self.arena, self.text, m->first, m->count));
	}
}

const struct mention *mentioned(enum mention_class class, const char *text)
{
	for (uint32_t i = 0; i < self.found.n; i++) {
		const struct mention *m = &self.found.items[i];

		if (m->class == class &&
		    strcmp(text_copy(self.arena, self.text, m->first, m->count), text) ==
			    0)
			return m;
	}
	print_found();
	fail_msg("no %s \"%s\"", mention_class_name(class), text);
	return NULL;
}

const struct value *found(enum mention_class class, const char *text)
{
	return &mentioned(class, text)->value;
}

size_t count_of(enum mention_class class)
{
	size_t n = 0;

	for (uint32_t i = 0; i < self.found.n; i++)
		n += self.found.items[i].class == class;
	return n;
}

void assert_none(enum mention_class class)
{
	if (count_of(class) > 0)
		print_found();
	assert_int_equal(count_of(class), 0);
}

static void assert_close(double got, double expected)
{
	double off = got > expected ? got - expected : expected - got;

	if (off > 1e-9 * (expected < 0 ? -expected : expected))
		fail_msg("%.17g instead of %.17g", got, expected);
}

void assert_amount(enum mention_class class, const char *text, double number,
		   const char *what)
{
	const struct value *v = found(class, text);
	const char *said = class == MENTION_MONEY ? v->currency : v->unit;

	assert_close(v->number, number);
	assert_true(!said == !what);
	if (what)
		assert_string_equal(said, what);
}

void assert_range(enum mention_class class, const char *text, double from, double to)
{
	const struct value *v = found(class, text);

	assert_close(v->number, from);
	assert_close(v->max, to);
}

void assert_term(enum mention_class class, const char *text, const char *term)
{
	const struct value *v = found(class, text);

	assert_true(!v->term == !term);
	if (term)
		assert_string_equal(v->term, term);
}

void assert_number(const char *text, double number)
{
	given(text);
	assert_int_equal(count_of(MENTION_NUMBER), 1);
	assert_close(found(MENTION_NUMBER, text)->number, number);
}
