#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "workers/extract/mention.h"
#include "workers/extract/pattern_tree.h"

enum { MAX_DEPTH = 12, MAX_NAME = 64, MAX_WORDS = 256 };

struct parser {
	struct pattern_context *context;
	struct program *program;
	const char *text, *at;
	int depth;
};

static const char *const open_names[] = {
	[OPEN_NAME] = "NAME",	    [OPEN_BARE] = "BARE", [OPEN_PERSON] = "PERSON",
	[OPEN_PRODUCT] = "PRODUCT", [OPEN_TEXT] = "TEXT",
};

static int fail(struct parser *p, const char *what)
{
	snprintf(p->context->error, p->context->error_size, "%s, at '%.40s'", what,
		 p->at);
	return -EINVAL;
}

static void skip_blanks(struct parser *p)
{
	while (isspace((unsigned char)*p->at))
		p->at++;
}

static struct tree *new_tree(struct parser *p, enum tree_kind kind)
{
	struct tree *t = arena_alloc(p->context->memory, sizeof(*t));

	t->kind = kind;
	t->step.role = -1;
	return t;
}

static int is_ident(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static int read_ident(struct parser *p, char name[MAX_NAME])
{
	size_t n = 0;

	while (is_ident(p->at[n]) && n < MAX_NAME - 1)
		n++;
	if (n == 0 || is_ident(p->at[n]))
		return fail(p, "a name is expected here");
	memcpy(name, p->at, n);
	name[n] = '\0';
	p->at += n;
	return 0;
}

static int find_class(const char *name)
{
	for (int c = 0; c < N_MENTION_CLASSES; c++)
		if (strcmp(mention_class_name((enum mention_class)c), name) == 0)
			return c;
	return -1;
}

static int read_class(struct parser *p, struct step *step)
{
	char name[MAX_NAME];
	int r = read_ident(p, name), c;

	if (r < 0)
		return r;
	c = find_class(name);
	if (c < 0)
		return fail(p, "no class of mentions has the name before this");
	step->classes |= 1u << c;
	return 0;
}

static int read_list(struct parser *p, struct step *step)
{
	char name[MAX_NAME];
	int r;

	p->at++;
	r = read_ident(p, name);
	if (r < 0)
		return r;
	step->list = p->context->find_list(p->context->lists, name);
	return step->list ? 0 : fail(p, "no list has the name before this");
}

static int read_open(struct parser *p, struct step *step)
{
	char name[MAX_NAME];
	int r;

	p->at++;
	r = read_ident(p, name);
	if (r < 0)
		return r;
	for (size_t i = OPEN_NAME; i < NW_ARRAY_LEN(open_names); i++)
		if (strcmp(open_names[i], name) == 0)
			step->open = (uint8_t)i;
	return step->open ? 0
			  : fail(p, "after ? only NAME, BARE, PERSON, PRODUCT or TEXT");
}

/* ORG|FUND?NAME, @list */
static int read_choices(struct parser *p, struct step *step)
{
	int r = 0;

	while (r == 0) {
		if (*p->at == '?')
			r = read_open(p, step);
		else if (*p->at == '@' && step->list)
			r = fail(p, "one list is enough for a capture");
		else if (*p->at == '@')
			r = read_list(p, step);
		else
			r = read_class(p, step);
		if (*p->at == '|')
			p->at++;
		else if (*p->at != '?')
			break;
	}
	return r;
}

static int check_role(struct parser *p, const struct step *step)
{
	const struct event_role *role = &p->context->type->roles[step->role];
	const char *unfit = NULL;

	if (step->list)
		unfit = p->context->unfit(p->context->lists, step->list, role);
	if (step->open && !catalogue_is_name(role))
		unfit = "a name cannot fill this role";
	return unfit ? fail(p, unfit) : 0;
}

/* <x+:…> becomes <x:…> (@and <x:…>){0,7}, written out by the repeat. */
static int make_row(struct parser *p, struct tree *item, struct tree **ret)
{
	struct tree *row = new_tree(p, TREE_SEQUENCE), *more = new_tree(p, TREE_REPEAT),
		    *pair = new_tree(p, TREE_SEQUENCE), *and = new_tree(p, TREE_STEP),
		    *again = new_tree(p, TREE_STEP);

	and->step.list = p->context->find_list(p->context->lists, "and");
	if (!and->step.list)
		return fail(p, "+ needs a list named 'and'");
	again->step = item->step;
	and->next = again;
	pair->first = and;
	more->max = PATTERN_MAX_ROW - 1;
	more->first = pair;
	item->next = more;
	row->first = item;
	*ret = row;
	return 0;
}

static int read_capture(struct parser *p, struct tree **ret)
{
	struct tree *t = new_tree(p, TREE_STEP);
	char name[MAX_NAME];
	bool row = false;
	int r;

	p->at++;
	r = read_ident(p, name);
	if (r < 0)
		return r;
	t->step.role =
		(int8_t)(p->context->type ? catalogue_role(p->context->type, name) : -1);
	if (t->step.role < 0)
		return fail(p, "no role of this event has the name before this");
	if (*p->at == '+') {
		row = true;
		p->at++;
	}
	if (*p->at++ != ':')
		return fail(p, "a capture is <role:CLASS>");
	r = read_choices(p, &t->step);
	if (r == 0)
		r = check_role(p, &t->step);
	if (r < 0)
		return r;
	if (*p->at++ != '>')
		return fail(p, "> is missing before this");
	*ret = t;
	return row ? make_row(p, t, ret) : 0;
}

static int set_word(struct parser *p, struct tree *t, const char *word, size_t len)
{
	if (len == 0)
		return fail(p, "a word is expected here");
	t->word = arena_dup(p->context->memory, word, len);
	t->step.list = p->context->literal(p->context->lists, &t->word, 1);
	return t->step.list ? 0 : fail(p, "the word before this is not UTF-8");
}

static int read_word(struct parser *p, struct tree **ret)
{
	const char *word = p->at;
	size_t len;

	*ret = new_tree(p, TREE_STEP);
	if (*word == '"') {
		len = strcspn(++word, "\"");
		if (!word[len])
			return fail(p, "the quote does not end");
		p->at = word + len + 1;
		return set_word(p, *ret, word, len);
	}
	len = strcspn(word, " \t\n()|?{}<>@\"_~^$");
	p->at += len;
	return set_word(p, *ret, word, len);
}

static int parse_choice(struct parser *p, struct tree **ret);

static int read_group(struct parser *p, struct tree **ret)
{
	int r;

	if (++p->depth > MAX_DEPTH)
		return fail(p, "nested too deeply");
	p->at++;
	r = parse_choice(p, ret);
	p->depth--;
	if (r < 0)
		return r;
	if (*p->at != ')')
		return fail(p, ") is missing");
	p->at++;
	return 0;
}

static int read_atom(struct parser *p, struct tree **ret)
{
	if (*p->at == '(')
		return read_group(p, ret);
	if (*p->at == '<')
		return read_capture(p, ret);
	*ret = new_tree(p, TREE_STEP);
	if (*p->at == '@')
		return read_list(p, &(*ret)->step);
	if (*p->at == '_' || *p->at == '~') {
		(*ret)->step.gap = *p->at++ == '_' ? GAP_NARROW : GAP_WIDE;
		return 0;
	}
	if (isupper((unsigned char)*p->at))
		return read_class(p, &(*ret)->step);
	return read_word(p, ret);
}

static int read_repeat(struct parser *p, struct tree **t)
{
	struct tree *repeat = new_tree(p, TREE_REPEAT);
	int n = 0;

	if (*p->at == '?') {
		repeat->max = 1;
		n = 1;
	} else if (sscanf(p->at, "{%u,%u}%n", &repeat->min, &repeat->max, &n) != 2 ||
		   n == 0) {
		return fail(p, "a repetition is {least,most}");
	}
	if (repeat->max > PATTERN_MAX_REPEAT || repeat->min > repeat->max ||
	    repeat->max == 0)
		return fail(p, "the numbers of this repetition make no sense");
	p->at += n;
	repeat->first = *t;
	*t = repeat;
	return 0;
}

static int parse_sequence(struct parser *p, struct tree **ret)
{
	struct tree *sequence = new_tree(p, TREE_SEQUENCE), **tail = &sequence->first;
	int r = 0;

	for (skip_blanks(p); r == 0 && *p->at && !strchr(")|$", *p->at); skip_blanks(p)) {
		r = read_atom(p, tail);
		if (r == 0 && (*p->at == '?' || *p->at == '{'))
			r = read_repeat(p, tail);
		if (r == 0)
			tail = &(*tail)->next;
	}
	*ret = sequence;
	return r;
}

/* (a|b|c) of plain words is one step over a list of them. */
static void join_words(struct parser *p, struct tree *choice)
{
	const char *words[MAX_WORDS];
	size_t n = 0;

	for (struct tree *t = choice->first; t; t = t->next) {
		if (!t->first || t->first->next || !t->first->word || n == MAX_WORDS)
			return;
		words[n++] = t->first->word;
	}
	choice->kind = TREE_STEP;
	choice->first = NULL;
	choice->step.list = p->context->literal(p->context->lists, words, n);
}

static int parse_choice(struct parser *p, struct tree **ret)
{
	struct tree *choice = new_tree(p, TREE_CHOICE), **tail = &choice->first;
	int r = parse_sequence(p, tail);

	while (r == 0 && *p->at == '|') {
		p->at++;
		tail = &(*tail)->next;
		r = parse_sequence(p, tail);
	}
	if (r == 0 && choice->first->next)
		join_words(p, choice);
	*ret = choice->kind == TREE_CHOICE && !choice->first->next ? choice->first
								   : choice;
	return r;
}

int pattern_parse(struct tree **ret, struct pattern_context *context,
		  struct program *program, const char *text)
{
	struct parser p = { context, program, text, text, 0 };
	int r;

	skip_blanks(&p);
	if (*p.at == '^') {
		program->from_start = true;
		p.at++;
	}
	r = parse_choice(&p, ret);
	if (r < 0)
		return r;
	if (*p.at == '$') {
		program->to_end = true;
		p.at++;
		skip_blanks(&p);
	}
	return *p.at ? fail(&p, "the pattern should end here") : 0;
}
