# many.sh COUNT: a log of COUNT iterations, one in ten blocked for a while on a
# file: more than a page can draw one by one.
awk -v count="$1" 'BEGIN {
	print "{\"mmstall\":\"1.0\",\"version\":\"0.1.0\",\"pid\":4711,\"ppid\":1,\"program\":\"server\",\"exe\":\"/srv/server\",\"start_ns\":1,\"wall_ns\":1764000000000000000,\"kernel\":\"6.18.1\",\"arch\":\"x86_64\",\"cpus\":2,\"page_bytes\":4096,\"min_iteration_ns\":1000000,\"min_fault_ns\":20000,\"sampling\":\"perf\",\"kernel_faults\":true}"
	print "{\"thread\":1,\"t\":0,\"tid\":4711,\"name\":\"server\",\"how\":\"main\"}"
	print "{\"loop\":1,\"h\":1,\"t\":0,\"wait\":\"epoll_wait\",\"on\":5}"
	print "{\"file\":1,\"kind\":\"file\",\"path\":\"/srv/index.dat\",\"dev\":\"8:1\",\"ino\":\"7\"}"
	print "{\"map\":1,\"t\":0,\"of\":1,\"start\":\"0x7f0000000000\",\"len\":1073741824,\"off\":0,\"prot\":\"r--\",\"shared\":1}"
	print "{\"code\":1,\"ip\":\"0x55d0c0de1234\"}"
	for (i = 0; i < count; i++) {
		length_ns = 1000000 + (i * 7919) % 3000000 + (i % 1000 ? 0 : 30000000)
		if (i % 10 == 0)
			printf "{\"f\":1,\"t\":%.0f,\"d\":%d,\"m\":1,\"o\":%.0f,\"c\":1,\"M\":1}\n", t_ns + 1000, length_ns / 2, (i * 104729) % 262144 * 4096
		printf "{\"it\":1,\"n\":%d,\"t\":%.0f,\"d\":%d,\"r\":1}\n", i + 1, t_ns, length_ns
		t_ns += length_ns + 100000
	}
	printf "{\"end\":\"exit\",\"t\":%.0f,\"records\":%d,\"dropped\":0}\n", t_ns, 0
}'
