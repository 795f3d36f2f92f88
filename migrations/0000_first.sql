CREATE TABLE `events` (
	`workspace_id` text NOT NULL,
	`store_id` text NOT NULL,
	`order_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`actor` text,
	`details` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `store_id`, `order_id`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `intents` (
	`workspace_id` text NOT NULL,
	`store_id` text NOT NULL,
	`order_id` text NOT NULL,
	`intent_id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`attempts` integer NOT NULL,
	`at` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `store_id`, `order_id`, `intent_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `login_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`expires_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `memberships` (
	`workspace_id` text NOT NULL,
	`person_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `person_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `order_lines` (
	`workspace_id` text NOT NULL,
	`store_id` text NOT NULL,
	`order_id` text NOT NULL,
	`line_id` text NOT NULL,
	`position` integer NOT NULL,
	`state` text NOT NULL,
	`title` text NOT NULL,
	`sku` text NOT NULL,
	`offer_sku` text NOT NULL,
	`quantity` integer NOT NULL,
	`cancelled_quantity` integer NOT NULL,
	`refunded_minor` integer NOT NULL,
	`unit_minor` integer NOT NULL,
	`total_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `store_id`, `order_id`, `line_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `order_numbers` (
	`integration` text NOT NULL,
	`number_upper` text NOT NULL,
	`number` text NOT NULL,
	`workspace_id` text NOT NULL,
	`store_id` text NOT NULL,
	`order_id` text NOT NULL,
	PRIMARY KEY(`integration`, `number_upper`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `order_numbers_by_order` ON `order_numbers` (`store_id`,`order_id`);--> statement-breakpoint
CREATE TABLE `orders` (
	`workspace_id` text NOT NULL,
	`store_id` text NOT NULL,
	`order_id` text NOT NULL,
	`number` text NOT NULL,
	`commercial_id` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`tab` text NOT NULL,
	`attention` integer NOT NULL,
	`created_at` integer NOT NULL,
	`deadline_at` integer,
	`buyer_name` text NOT NULL,
	`country` text,
	`zip` text NOT NULL,
	`city` text NOT NULL,
	`total_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`item_count` integer NOT NULL,
	`details` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `store_id`, `order_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `orders_by_tab` ON `orders` (`workspace_id`,`tab`,`created_at`,`order_id`);--> statement-breakpoint
CREATE INDEX `orders_by_creation` ON `orders` (`workspace_id`,`created_at`,`order_id`);--> statement-breakpoint
CREATE TABLE `parcels` (
	`workspace_id` text NOT NULL,
	`store_id` text NOT NULL,
	`order_id` text NOT NULL,
	`parcel_no` integer NOT NULL,
	`generation` integer NOT NULL,
	`stage` text NOT NULL,
	`tracking_number` text,
	`details` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `store_id`, `order_id`, `parcel_no`, `generation`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`language` text NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `people_email_unique` ON `people` (`email`);--> statement-breakpoint
CREATE TABLE `sendcloud_accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`name` text NOT NULL,
	`integration_id` integer NOT NULL,
	`auth` text NOT NULL,
	`sealed_public_key` text NOT NULL,
	`sealed_secret_key` text NOT NULL,
	`sealed_signature_key` text,
	`key_hint` text NOT NULL,
	`webhook_id` text NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `sendcloud_accounts_by_workspace` ON `sendcloud_accounts` (`workspace_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `sendcloud_accounts_by_webhook` ON `sendcloud_accounts` (`webhook_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`fresh_until` integer NOT NULL,
	`expires_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `set_aside_orders` (
	`workspace_id` text NOT NULL,
	`store_id` text NOT NULL,
	`order_id` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	`resolved` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `store_id`, `order_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `store_drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`base_url` text NOT NULL,
	`sealed_key` text NOT NULL,
	`key_hint` text NOT NULL,
	`answers` text NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `store_health` (
	`store_id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`heartbeat_at` integer NOT NULL,
	`version` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `store_health_by_heartbeat` ON `store_health` (`heartbeat_at`);--> statement-breakpoint
CREATE TABLE `store_pauses` (
	`store_id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`reason` text NOT NULL,
	`paused_by` text,
	`paused_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `stores` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`account_id` text NOT NULL,
	`name` text NOT NULL,
	`base_url` text NOT NULL,
	`shop_id` integer NOT NULL,
	`shop_name` text NOT NULL,
	`currency` text NOT NULL,
	`sealed_key` text NOT NULL,
	`key_hint` text NOT NULL,
	`tag` text NOT NULL,
	`settings` text NOT NULL,
	`settings_version` integer NOT NULL,
	`import_days` integer NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `stores_by_workspace` ON `stores` (`workspace_id`);--> statement-breakpoint
CREATE INDEX `stores_by_account` ON `stores` (`account_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `stores_by_shop` ON `stores` (`workspace_id`,`base_url`,`shop_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `stores_by_tag` ON `stores` (`tag`);--> statement-breakpoint
CREATE TABLE `workspaces` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`time_zone` text NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
