package postgrestest

import (
	"fmt"
	"path/filepath"
	"strings"
)

// nodeConfig is that of a Patroni. The times are for tests; docs/operations has those
// of a district. A lag of 1 GB is no veto: with a synchronous standby the list of who
// may lead is short already, and the usual 1 MB would keep it from leading after a
// cut of a few seconds.
func (c *Cluster) nodeConfig(n *Node, synchronous bool) string {
	var keepers []string
	for _, k := range c.Keepers {
		keepers = append(keepers, fmt.Sprintf("127.0.0.1:%d", k.client))
	}
	return fmt.Sprintf(`scope: county
name: %[1]s
restapi: {listen: "127.0.0.1:%[2]d", connect_address: "127.0.0.1:%[2]d"}
etcd: {hosts: %[3]q}
bootstrap:
  dcs:
    ttl: 12
    loop_wait: 2
    retry_timeout: 5
    master_start_timeout: 0
    synchronous_mode: %[4]t
    synchronous_mode_strict: false
    maximum_lag_on_failover: 1073741824
    postgresql:
      use_pg_rewind: true
      use_slots: true
      parameters:
        wal_log_hints: "on"
        synchronous_commit: "on"
        wal_keep_size: 256MB
        max_slot_wal_keep_size: 4GB
        wal_sender_timeout: 10s
        wal_receiver_timeout: 10s
        max_connections: 60
        tcp_keepalives_idle: 5
        tcp_keepalives_interval: 2
        tcp_keepalives_count: 3
        idle_in_transaction_session_timeout: 30s
  initdb: [{encoding: UTF8}, {locale: C.UTF-8}, data-checksums]
  pg_hba: ["local all all trust", "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
postgresql:
  listen: "127.0.0.1:%[5]d"
  connect_address: "127.0.0.1:%[5]d"
  data_dir: %[6]s
  bin_dir: %[7]s
  pgpass: %[6]s.pass
  authentication:
    superuser: {username: bianmin, password: bianmin}
    replication: {username: replicator, password: bianmin}
    rewind: {username: rewinder, password: bianmin}
  parameters: {unix_socket_directories: %[8]s}
watchdog: {mode: "off"}
`, n.Name, n.rest, strings.Join(keepers, ","), synchronous, n.port, filepath.Join(c.dir, n.Name), c.bin, c.dir)
}

// proxyConfig leads to the server whose Patroni says that it takes writes, and cuts
// connections to one that went down: a frozen one would hold them for ever.
func (c *Cluster) proxyConfig() string {
	var b strings.Builder
	fmt.Fprintf(&b, `defaults
  mode tcp
  timeout connect 2s
  timeout client 30m
  timeout server 30m
listen write
  bind 127.0.0.1:%d
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 1s fastinter 500ms downinter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
`, c.port)
	for _, n := range c.Nodes {
		fmt.Fprintf(&b, "  server %s 127.0.0.1:%d check port %d\n", n.Name, n.port, n.rest)
	}
	return b.String()
}
