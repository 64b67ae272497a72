/* The cage, tried from inside: each attempt runs in a process of its own that seals
 * itself first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "workers/sandbox.h"

enum { SEALED_FINE = 0, GOT_THROUGH = 1, REFUSED = 2, NOT_SEALED = 3 };

/* What became of `attempt` inside the cage: its exit status, or minus the signal. */
static int caged(int (*attempt)(void), size_t memory_bytes)
{
	struct sandbox_limits limits = { .memory_bytes = memory_bytes };
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (sandbox_prepare() < 0 || sandbox_seal(&limits) < 0)
			_exit(NOT_SEALED);
		_exit(attempt());
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static int told(int result)
{
	if (result >= 0)
		return GOT_THROUGH;
	return errno == EACCES ? REFUSED : SEALED_FINE;
}

static int do_nothing(void)
{
	return SEALED_FINE;
}

static int open_a_file(void)
{
	return told(open("/etc/passwd", O_RDONLY));
}

static int write_a_file(void)
{
	return told(open("/tmp/newswire-was-here", O_WRONLY | O_CREAT, 0600));
}

static int connect_somewhere(void)
{
	return told(socket(AF_INET, SOCK_STREAM, 0));
}

static int make_a_pair(void)
{
	int ends[2];

	return told(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

static int start_a_process(void)
{
	return told(fork());
}

static int run_a_program(void)
{
	return told(execl("/bin/true", "true", NULL));
}

static void *nothing(void *ctx)
{
	return ctx;
}

static int start_a_thread(void)
{
	pthread_t thread;

	return pthread_create(&thread, NULL, nothing, NULL) == 0 ? GOT_THROUGH : REFUSED;
}

static int trace_somebody(void)
{
	return told((int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int signal_the_parent(void)
{
	return told(kill(getppid(), SIGUSR1));
}

static int signal_the_parent_by_thread(void)
{
	return told((int)syscall(SYS_tgkill, getppid(), getppid(), SIGUSR1));
}

static int give_up(void)
{
	abort();
}

static int make_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? REFUSED : GOT_THROUGH;
}

static int make_data_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		       -1, 0);

	return told(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}

static int take_memory(void)
{
	for (int i = 0; i < 64; i++) {
		char *p = malloc(16 << 20);

		if (!p)
			return REFUSED;
		memset(p, 1, 16 << 20);
	}
	return GOT_THROUGH;
}

static int take_some_memory(void)
{
	char *p = malloc(16 << 20);

	if (!p)
		return REFUSED;
	memset(p, 1, 16 << 20);
	free(p);
	return SEALED_FINE;
}

static void a_sealed_process_can_compute(void **state)
{
	assert_int_equal(caged(do_nothing, 0), SEALED_FINE);
	assert_int_equal(caged(take_some_memory, 256 << 20), SEALED_FINE);
}

static void it_cannot_open_a_file(void **state)
{
	assert_int_equal(caged(open_a_file, 0), REFUSED);
	assert_int_equal(caged(write_a_file, 0), REFUSED);
}

static void it_ends_when_it_makes_a_socket(void **state)
{
	assert_int_equal(caged(connect_somewhere, 0), -SIGSYS);
	assert_int_equal(caged(make_a_pair, 0), -SIGSYS);
}

static void it_ends_when_it_starts_a_process(void **state)
{
	assert_int_equal(caged(start_a_process, 0), -SIGSYS);
	assert_int_equal(caged(run_a_program, 0), -SIGSYS);
	assert_int_equal(caged(start_a_thread, 0), -SIGSYS);
}

static void it_ends_when_it_reaches_for_others(void **state)
{
	assert_int_equal(caged(trace_somebody, 0), -SIGSYS);
	assert_int_equal(caged(signal_the_parent, 0), -SIGSYS);
	assert_int_equal(caged(signal_the_parent_by_thread, 0), -SIGSYS);
	assert_int_equal(caged(give_up, 0), -SIGABRT);
}

static void it_ends_when_it_makes_code(void **state)
{
	assert_int_equal(caged(make_code, 0), -SIGSYS);
	assert_int_equal(caged(make_data_code, 0), -SIGSYS);
}

static void it_gets_no_more_memory_than_its_limit(void **state)
{
	assert_int_equal(caged(take_memory, 256 << 20), REFUSED);
	assert_int_equal(caged(take_memory, 0), GOT_THROUGH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sealed_process_can_compute),
		cmocka_unit_test(it_cannot_open_a_file),
		cmocka_unit_test(it_ends_when_it_makes_a_socket),
		cmocka_unit_test(it_ends_when_it_starts_a_process),
		cmocka_unit_test(it_ends_when_it_reaches_for_others),
		cmocka_unit_test(it_ends_when_it_makes_code),
		cmocka_unit_test(it_gets_no_more_memory_than_its_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
