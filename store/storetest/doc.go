// Package storetest starts real Redis servers for tests, and does to them what happens to servers.
//
//	srv := storetest.Redis(t)      // one redis-server per test binary, an empty database of it for each call
//	s, err := store.Open(store.Options{URL: srv.URL})
//
//	own := storetest.Start(t, storetest.Options{AOF: "always"})
//	own.Kill(); own.Restart(); own.Freeze(); own.Thaw()
//
//	storetest.Cluster(t)           // three nodes, one per test binary
//	storetest.Sentinel(t)          // a master, a replica, one sentinel
//	storetest.Cut(t, own)          // a proxy that loses answers
//
//	srv.Load(t, storetest.Schema1) // what an older version had stored, to be read by this one
//
// Where there is no redis-server, [Redis] falls back to miniredis, which knows no persistence and no cluster, and the
// tests that need those are skipped; with FOLLOWUP_TEST_REDIS=required they fail instead. Servers are children that end
// with the test binary, also when that is killed (on Linux).
package storetest
