ALTER TABLE `sendcloud_accounts` ADD `previous_until` integer;--> statement-breakpoint
ALTER TABLE `stores` ADD `disconnected_at` integer;--> statement-breakpoint
ALTER TABLE `stores` ADD `deleting_at` integer;