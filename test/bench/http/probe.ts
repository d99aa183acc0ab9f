/**
 * Loaded into a server with `--import`: tells the parent process, when asked, how much CPU this process has used, all its
 * threads included.
 */
process.on('message', () => process.send?.(process.cpuUsage()));
// The server decides when it ends, not the channel.
process.channel?.unref();
