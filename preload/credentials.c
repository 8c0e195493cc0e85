#include "credentials.h"

#include <linux/capability.h>
#include <string.h>

#include "proc.h"
#include "sys.h"
#include "text.h"

/* Where the value of FIELD ("Uid:") begins in STATUS, or NULL. */
static const char *value_of(const char *status, const char *field)
{
	const char *at = strstr(status, field);

	if (!at || (at != status && at[-1] != '\n'))
		return NULL;
	at += strlen(field);
	return at + strspn(at, " \t");
}

/* Real, effective and saved id; the fourth on the line is of no use here. */
static bool parse_ids(const char *at, uint32_t *ids)
{
	for (int i = 0; at && i < 3; i++) {
		uint64_t id;

		at += strspn(at, " \t");
		if (!text_parse_u64(&at, &id))
			return false;
		ids[i] = (uint32_t)id;
	}
	return at != NULL;
}

static bool parse_set(const char *at, uint64_t *set)
{
	return at && text_parse_hex(&at, set);
}

/* "Groups:\t4 24 27 \n"; the whole struct was zero before. */
static void parse_groups(const char *at, struct credentials *credentials)
{
	uint64_t id;

	while (at && *(at += strspn(at, " \t")) != '\n' &&
	       text_parse_u64(&at, &id)) {
		if (credentials->group_count == CREDENTIALS_GROUPS) {
			credentials->group_count = 0;
			return;
		}
		credentials->groups[credentials->group_count++] = (uint32_t)id;
	}
}

bool credentials_parse(const char *status, struct credentials *credentials)
{
	memset(credentials, 0, sizeof(*credentials));
	parse_groups(value_of(status, "Groups:"), credentials);
	return parse_ids(value_of(status, "Uid:"), credentials->uid) &&
	       parse_ids(value_of(status, "Gid:"), credentials->gid) &&
	       parse_set(value_of(status, "CapPrm:"),
			 &credentials->permitted) &&
	       parse_set(value_of(status, "CapEff:"), &credentials->effective);
}

static bool read_from(const char *path, struct credentials *credentials)
{
	char status[4096];

	return proc_read(path, status, sizeof(status)) > 0 &&
	       credentials_parse(status, credentials);
}

/* Capabilities are taken away only, never added. */
static void limit_capabilities(const struct credentials *to,
			       const struct credentials *own)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	uint64_t permitted = own->permitted & to->permitted;
	uint64_t effective = own->effective & to->effective;
	struct __user_cap_data_struct sets[2] = {
		{ .permitted = (uint32_t)permitted,
		  .effective = (uint32_t)effective },
		{ .permitted = (uint32_t)(permitted >> 32),
		  .effective = (uint32_t)(effective >> 32) },
	};

	sys_call(SYS_capset, &header, sets, 0, 0);
}

bool credentials_follow(void)
{
	struct credentials host, own;

	if (!read_from("/proc/self/status", &host) ||
	    !read_from("/proc/thread-self/status", &own) ||
	    memcmp(&host, &own, sizeof(host)) == 0)
		return false;
	/* Groups first: without the user id there is no right to. */
	if (host.group_count != own.group_count ||
	    memcmp(host.groups, own.groups, sizeof(host.groups)) != 0)
		sys_call(SYS_setgroups, host.group_count, host.groups, 0, 0);
	if (memcmp(host.gid, own.gid, sizeof(host.gid)) != 0)
		sys_call(SYS_setresgid, host.gid[0], host.gid[1], host.gid[2],
			 0);
	if (memcmp(host.uid, own.uid, sizeof(host.uid)) != 0)
		sys_call(SYS_setresuid, host.uid[0], host.uid[1], host.uid[2],
			 0);
	if (read_from("/proc/thread-self/status", &own) &&
	    (own.permitted & ~host.permitted ||
	     own.effective & ~host.effective))
		limit_capabilities(&host, &own);
	return true;
}
