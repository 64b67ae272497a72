#include "tests/workers/clean/cleaning.h"

#include <errno.h>
#include <iconv.h>

enum { ARENA_BYTES = 256 << 20 };

static struct cleaner *cleaner;
static struct arena *arena;

int cleaning_open(void **state)
{
	if (arena_open(&arena, ARENA_BYTES) < 0)
		return -1;
	return cleaner_open(&cleaner);
}

int cleaning_close(void **state)
{
	cleaner = cleaner_close(cleaner);
	arena = arena_close(arena);
	return 0;
}

struct arena *cleaning_arena(void)
{
	return arena;
}

int cleaning_forget(void **state)
{
	arena_reset(arena);
	return 0;
}

const struct clean_article *cleaned_bytes(const void *bytes, size_t len)
{
	struct clean_article *article = arena_alloc(arena, sizeof(*article));
	struct raw_article raw = { .id = "test", .body = bytes, .body_len = len };

	assert_int_equal(cleaner_run(cleaner, arena, &raw, article), 0);
	return article;
}

const struct clean_article *cleaned(const char *text)
{
	return cleaned_bytes(text, strlen(text));
}

const struct clean_article *cleaned_page(const char *head, const char *body)
{
	return cleaned(arena_printf(arena,
				    "<!DOCTYPE html><html><head>%s</head>"
				    "<body>%s</body></html>",
				    head, body));
}

const struct clean_article *cleaned_body(const char *body)
{
	return cleaned_page("", body);
}

struct span in_encoding(const char *encoding, const char *text)
{
	size_t in_left = strlen(text), cap = in_left * 4 + 16, out_left = cap;
	char *in = (char *)text, *start = arena_alloc(arena, cap), *out = start;
	iconv_t cd = iconv_open(encoding, "UTF-8");

	assert_true(cd != (iconv_t)-1);
	assert_int_equal(iconv(cd, &in, &in_left, &out, &out_left), 0);
	iconv_close(cd);
	return (struct span){ start, cap - out_left };
}

struct span many(const char *text, size_t times)
{
	size_t len = strlen(text);
	char *all = arena_alloc(arena, len * times + 1);

	for (size_t i = 0; i < times; i++)
		memcpy(all + i * len, text, len);
	return (struct span){ all, len * times };
}

void assert_span(struct span got, const char *expected)
{
	assert_string_equal(arena_dup(arena, got.at, got.len), expected);
}

void assert_says(const struct clean_article *article, const char *part)
{
	if (!strstr(article->text, part))
		fail_msg("not in the text: %s\n%s", part, article->text);
}

void assert_silent(const struct clean_article *article, const char *part)
{
	if (strstr(article->text, part))
		fail_msg("should not be in the text: %s\n%s", part, article->text);
}

int has_flag(const struct clean_article *article, const char *flag)
{
	for (size_t i = 0; i < article->n_flags; i++)
		if (strcmp(article->flags[i], flag) == 0)
			return 1;
	return 0;
}
