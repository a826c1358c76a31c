// Package store keeps everything in Redis.
package store
