#include "workers/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "protocol/base/cleanup.h"
#include "protocol/base/log.h"

static const int allowed[] = {
	SCMP_SYS(recvfrom),	SCMP_SYS(sendto),	SCMP_SYS(read),
	SCMP_SYS(write),	SCMP_SYS(writev),	SCMP_SYS(close),
	SCMP_SYS(poll),		SCMP_SYS(ppoll),	SCMP_SYS(brk),
	SCMP_SYS(munmap),	SCMP_SYS(mremap),	SCMP_SYS(madvise),
	SCMP_SYS(futex),	SCMP_SYS(getrandom),	SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday), SCMP_SYS(getpid),	SCMP_SYS(gettid),

	SCMP_SYS(sysinfo),	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(exit),		SCMP_SYS(exit_group),	SCMP_SYS(restart_syscall),
};

/* Refused with an error: whoever asks can go on without. */
static const int refused[] = {
	SCMP_SYS(openat), SCMP_SYS(open),   SCMP_SYS(newfstatat), SCMP_SYS(stat),
	SCMP_SYS(fstat),  SCMP_SYS(access), SCMP_SYS(readlink),	  SCMP_SYS(lseek),
	SCMP_SYS(ioctl),  SCMP_SYS(fcntl),
};

/* Memory may be had, but never to run code from. */
static const int memory_calls[] = { SCMP_SYS(mmap), SCMP_SYS(mprotect) };

static int limit(int what, rlim_t value)
{
	struct rlimit l = { .rlim_cur = value, .rlim_max = value };

	if (setrlimit(what, &l) < 0)
		return nw_fault(-errno, "sandbox: limit %d", what);
	return 0;
}

int sandbox_prepare(void)
{
	int r;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		return nw_fault(-errno, "sandbox: die with the parent");
	r = limit(RLIMIT_CORE, 0);
	return r < 0 ? r : limit(RLIMIT_FSIZE, 0);
}

static void release_filter(scmp_filter_ctx *filter)
{
	if (*filter)
		seccomp_release(*filter);
}

static int fill(scmp_filter_ctx filter)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < NW_ARRAY_LEN(allowed); i++)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; r == 0 && i < NW_ARRAY_LEN(refused); i++)
		r = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), refused[i], 0);
	/* abort() signals its own process; nobody else's is anybody's business. */
	if (r == 0)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
				     SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	for (size_t i = 0; r == 0 && i < NW_ARRAY_LEN(memory_calls); i++)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, memory_calls[i], 1,
				     SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	return r;
}

static int load_filter(void)
{
	NW_CLEANUP(release_filter)
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int r = filter ? fill(filter) : -ENOMEM;

	if (r == 0)
		r = seccomp_load(filter);
	return r < 0 ? nw_fault(r, "sandbox: seccomp filter") : 0;
}

int sandbox_seal(const struct sandbox_limits *limits)
{
	int r = 0;

	if (limits->memory_bytes)
		r = limit(RLIMIT_AS, limits->memory_bytes);
	if (r == 0)
		r = limit(RLIMIT_NPROC, 0);
	if (r == 0)
		r = limit(RLIMIT_NOFILE, 0);
	if (r < 0)
		return r;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return nw_fault(-errno, "sandbox: no new privileges");
	if (prctl(PR_SET_DUMPABLE, 0) < 0)
		return nw_fault(-errno, "sandbox: not dumpable");
	return load_filter();
}
