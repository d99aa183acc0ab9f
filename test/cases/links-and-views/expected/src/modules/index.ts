// Written by create-backend-kit: run `npx plop resource` to add a resource. Changes here are overwritten.
import type { Module } from '../http/types';
import { courtRoutes } from './courts/courts.routes';
import { goalReviewRoutes } from './goal-reviews/goal-reviews.routes';
import { goalRoutes } from './goals/goals.routes';
import { lessonRoutes } from './lessons/lessons.routes';
import { matchRoutes } from './matches/matches.routes';
import { membershipRoutes } from './memberships/memberships.routes';
import { playerRoutes } from './players/players.routes';
import { playerSkillsRoutes } from './players/players.skills.routes';
import { readingRoutes } from './readings/readings.routes';
import { rivalryRoutes } from './rivalries/rivalries.routes';
import { sightingRoutes } from './sightings/sightings.routes';
import { skillRoutes } from './skills/skills.routes';
import { skillPlayersRoutes } from './skills/skills.players.routes';
import { teamRoutes } from './teams/teams.routes';
import { scorerRoutes } from './scorers/scorers.routes';
import { teamStandingRoutes } from './team-standings/team-standings.routes';

/** Every module of the service; links are modules of the resource that they are read from. */
export const modules: readonly Module[] = [
  { resource: 'courts', prefix: '/courts', routes: courtRoutes },
  { resource: 'goal-reviews', prefix: '/goal-reviews', routes: goalReviewRoutes },
  { resource: 'goals', prefix: '/goals', routes: goalRoutes },
  { resource: 'lessons', prefix: '/lessons', routes: lessonRoutes },
  { resource: 'matches', prefix: '/matches', routes: matchRoutes },
  { resource: 'memberships', prefix: '/memberships', routes: membershipRoutes },
  { resource: 'players', prefix: '/players', routes: playerRoutes },
  { resource: 'players', prefix: '/players/:id/skills', routes: playerSkillsRoutes },
  { resource: 'readings', prefix: '/readings', routes: readingRoutes },
  { resource: 'rivalries', prefix: '/rivalries', routes: rivalryRoutes },
  { resource: 'sightings', prefix: '/sightings', routes: sightingRoutes },
  { resource: 'skills', prefix: '/skills', routes: skillRoutes },
  { resource: 'skills', prefix: '/skills/:code/players', routes: skillPlayersRoutes },
  { resource: 'teams', prefix: '/teams', routes: teamRoutes },
  { resource: 'scorers', prefix: '/scorers', routes: scorerRoutes },
  { resource: 'team-standings', prefix: '/team-standings', routes: teamStandingRoutes },
];
